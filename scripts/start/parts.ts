type Stoppable = { stop(): Promise<void> };

/** What runs, in the order it was started; it is ended in the opposite one. */
export class Parts {
  readonly #started: Promise<Stoppable>[] = [];
  #isEnding = false;

  get isEnding(): boolean {
    return this.#isEnding;
  }

  /** Waits until a part runs. Once all is being ended nothing more is started: the promise then stays open for good. */
  async keep<T extends Stoppable>(start: () => T | Promise<T>): Promise<T> {
    if (this.#isEnding) return new Promise(() => {});
    const starting = Promise.resolve(start());
    this.#started.push(starting);
    const part = await starting;
    return this.#isEnding ? new Promise(() => {}) : part;
  }

  /** Ends everything, also what is just being started. */
  async stop(): Promise<void> {
    this.#isEnding = true;
    for (const starting of this.#started.reverse()) {
      // A part that failed to start has told so already, and has nothing to end.
      const part = await starting.catch(() => undefined);
      await part?.stop().catch((cause: unknown) => console.error(cause));
    }
  }
}
