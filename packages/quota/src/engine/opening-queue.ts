import { failureKind } from './database-error.ts';
import type { BalanceName } from './known-balances.ts';

/** Most balances opened by one statement. Fifty thousand tenants may turn their month in the same second. */
const mostAtOnce = 5_000;

type Opening = { name: BalanceName; done: PromiseWithResolvers<void> };

/**
 * Opens balances set-wise: names asked for while an opening is in flight form the next one, each once. One by one it is
 * forty times slower.
 */
export function openingQueue(open: (names: BalanceName[]) => Promise<void>) {
  let waiting = new Map<string, Opening>();
  let isRunning = false;

  /** A balance that somebody holds keeps no other one from being opened: halves are tried until it stands alone. */
  async function openOrDivide(openings: Opening[]): Promise<void> {
    try {
      await open(openings.map(({ name }) => name));
      for (const { done } of openings) done.resolve();
    } catch (cause) {
      const kind = failureKind(cause);
      if (openings.length === 1 || (kind !== 'blocked' && kind !== 'data')) {
        for (const { done } of openings) done.reject(cause);
        return;
      }
      const half = Math.ceil(openings.length / 2);
      await Promise.all([openOrDivide(openings.slice(0, half)), openOrDivide(openings.slice(half))]);
    }
  }

  async function run() {
    isRunning = true;
    while (waiting.size > 0) {
      const batch = [...waiting].slice(0, mostAtOnce);
      waiting = new Map([...waiting].slice(mostAtOnce));
      await openOrDivide(batch.map(([, opening]) => opening));
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
