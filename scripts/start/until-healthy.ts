import { setTimeout as sleep } from 'node:timers/promises';

const withinMs = 60_000;

/** Waits until an address answers well. @throws where it doesn't within a minute. */
export async function untilHealthy(url: string): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (Date.now() < deadline) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(50);
  }
  throw new Error(`${url} did not answer within ${withinMs / 1000} seconds.`);
}
