/** Asks for one decision of this tenant. Rejects where it was not granted. */
export type Ask = (tenant: string) => Promise<unknown>;

/** Decisions a second that `callers` get, each asking again as soon as it was answered. */
export async function throughput(ask: Ask, tenants: string[], callers: number, forMs: number): Promise<number> {
  await run(ask, tenants, callers, forMs / 3);
  return run(ask, tenants, callers, forMs);
}

async function run(ask: Ask, tenants: string[], callers: number, forMs: number): Promise<number> {
  const startedAt = performance.now();
  let done = 0;
  let next = 0;
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (performance.now() - startedAt < forMs) {
        await ask(tenants[next++ % tenants.length] as string);
        done += 1;
      }
    }),
  );
  return (done / (performance.now() - startedAt)) * 1000;
}

/** Median time of one call in milliseconds, for each of several that take turns, so that the machine's moods hit all. */
export async function alone(calls: (() => PromiseLike<unknown>)[], rounds: number): Promise<number[]> {
  const times: number[][] = calls.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, call] of calls.entries()) {
      const startedAt = performance.now();
      await call();
      if (round >= rounds / 5) times[index]?.push(performance.now() - startedAt);
    }
  }
  return times.map((list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)] as number);
}
