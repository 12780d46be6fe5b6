import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits for a condition, asking again and again.
 * @returns what it gave in the end. @throws where that takes longer than `withinMs`, saying what was waited for.
 */
export async function until<T>(what: string, ask: () => Promise<T>, withinMs = 30_000): Promise<NonNullable<T>> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (performance.now() > deadline) throw new Error(`Waited ${withinMs} ms in vain: ${what}.`);
    await sleep(5);
  }
}
