const everyMs = 500;

export type Rounds = {
  /** There is work: a round follows within half a second. */
  wake(): void;
  /** Lets the round that runs end, tries once more, then lets go. */
  close(): Promise<void>;
};

/**
 * Does what waits for the database to come back, one round at a time, until nothing is left. A round that fails is tried again.
 * @param work takes what it has done off the rest itself.
 */
export function rounds(work: () => Promise<void>, isLeft: () => boolean): Rounds {
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> | undefined;
  const wake = () => {
    timer ??= setTimeout(run, everyMs).unref();
  };
  function run(): void {
    timer = undefined;
    round = work()
      .catch(() => {})
      .then(() => {
        if (isLeft()) wake();
      });
  }
  return {
    wake,
    async close() {
      clearTimeout(timer);
      await round;
      clearTimeout(timer);
      if (isLeft()) await work().catch(() => {});
    },
  };
}
