import type { BalanceName } from './known-balances.ts';

/** Most balances opened by one statement. Fifty thousand tenants may turn their month in the same second. */
const mostAtOnce = 5_000;

/**
 * Opens balances set-wise: names asked for while an opening is in flight form the next one, each once. One by one it is
 * forty times slower.
 */
export function openingQueue(open: (names: BalanceName[]) => Promise<void>) {
  let waiting = new Map<string, { name: BalanceName; done: PromiseWithResolvers<void> }>();
  let isRunning = false;

  async function run() {
    isRunning = true;
    while (waiting.size > 0) {
      const batch = [...waiting].slice(0, mostAtOnce);
      waiting = new Map([...waiting].slice(mostAtOnce));
      const openings = batch.map(([, opening]) => opening);
      await open(openings.map(({ name }) => name)).then(
        () => openings.forEach(({ done }) => void done.resolve()),
        (cause: unknown) => openings.forEach(({ done }) => void done.reject(cause)),
      );
    }
    isRunning = false;
  }

  return async (names: BalanceName[]): Promise<void> => {
    const openings = names.map((name) => {
      const id = `${name.meter}\u0000${name.tenant}`;
      const opening = waiting.get(id) ?? { name, done: Promise.withResolvers<void>() };
      waiting.set(id, opening);
      return opening.done.promise;
    });
    if (!isRunning) queueMicrotask(() => void (isRunning || run()));
    await Promise.all(openings);
  };
}
