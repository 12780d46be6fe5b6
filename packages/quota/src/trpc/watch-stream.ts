export type StreamWatch = {
  /** A reader waits for the next part. */
  asked?(): void;
  /** The part came, and nobody waits. */
  came?(): void;
  /** The stream threw. What this throws is told in place of `cause`. */
  broke?(cause: unknown): Promise<void>;
  /** It gave its last part, or its reader left. */
  ended?(): Promise<void>;
};

export const isStream = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

/** The same stream, watched. No generator: one that is left before its first part never runs, and would not tell. */
export function watchStream(stream: AsyncIterable<unknown>, watch: StreamWatch): AsyncIterableIterator<unknown> {
  const parts = stream[Symbol.asyncIterator]();
  return {
    async next() {
      watch.asked?.();
      const part = await parts.next().catch(async (cause: unknown) => {
        await watch.broke?.(cause);
        throw cause;
      });
      watch.came?.();
      if (part.done) await watch.ended?.();
      return part;
    },
    async return(value) {
      try {
        return (await parts.return?.(value)) ?? { done: true, value };
      } finally {
        await watch.ended?.();
      }
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
