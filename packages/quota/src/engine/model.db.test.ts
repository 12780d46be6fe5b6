import fc from 'fast-check';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { createQuota, type Quota } from '../server.ts';
import { type ContractsCatalog, contractsCatalog } from '../testing/contracts-catalog.ts';
import { History } from '../testing/history.ts';
import { step } from '../testing/history-steps.ts';
import { isLong } from '../testing/long.ts';
import { quotaFixture } from '../testing/quota-fixture.ts';
import { createTestQuota } from '../testing/test-quota.ts';
import { views } from '../testing/told-accounts.ts';

const startAt = '2026-11-10T12:00:00.000Z';
const histories = Number(process.env.PLIMSOLL_HISTORIES ?? (isLong ? 20_000 : 2_000));
const mostSteps = 60;
const timeoutMs = isLong ? 7_200_000 : 900_000;
/** What failed is told also where there is no time to make it as short as it can be. */
const inTime = { interruptAfterTimeLimit: timeoutMs - 100_000, markInterruptAsFailure: true };
/** While one history waits for the database another one goes on. */
const lanes = ['a', 'b', 'c', 'd'];

let fixture: Awaited<ReturnType<typeof quotaFixture<ContractsCatalog>>>;
const engines: Quota<ContractsCatalog>[] = [];
beforeAll(async () => {
  fixture = await quotaFixture({ catalog: contractsCatalog, startAt });
});
afterAll(async () => {
  await Promise.all(engines.map((engine) => engine.close()));
  await fixture.close();
});

/** Two engines that share a clock of their own. */
function openLane() {
  let now = startAt;
  const own = [1, 2].map(() =>
    createQuota({ catalog: contractsCatalog, connection: fixture.url, clock: () => new Date(now) }),
  );
  engines.push(...own);
  return {
    engines: own,
    setNow: (iso: string) => {
      now = iso;
    },
  };
}

/**
 * The short form plays the same histories every time, so that a change is judged by what it changed; the long form plays new
 * ones. One that failed is played again by the seed and path that were printed.
 */
const { PLIMSOLL_SEED: seed, PLIMSOLL_PATH: path = '' } = process.env;
const seedOf = (lane: string) =>
  seed !== undefined ? { seed: Number(seed), path } : isLong ? {} : { seed: lane.charCodeAt(0) };

/** Most are short, for they find most and shrink quickest; some are as long as a month of a tenant's life. */
const steps = fc.oneof(
  { weight: 9, arbitrary: fc.array(step, { minLength: 1, maxLength: 12, size: 'max' }) },
  { weight: 1, arbitrary: fc.array(step, { minLength: 13, maxLength: mostSteps, size: 'max' }) },
);

describe.concurrent('engines and model agree on every answer and all usage', () => {
  it.each(lanes)(
    `through ${histories} histories of all verbs, of calls at once and of time, lane %s`,
    { timeout: timeoutMs },
    async (lane) => {
      let runs = 0;
      const sides = openLane();
      await fc.assert(
        fc.asyncProperty(steps, fc.constantFrom(...views), async (played, view) => {
          const model = createTestQuota(contractsCatalog, { now: startAt });
          const history = new History(`${lane}-${++runs}`, startAt, { model, ...sides });
          await history.begin();
          for (const one of played) await history.play(one);
          await history.end(view);
        }),
        { numRuns: Math.ceil(histories / lanes.length), ...inTime, ...seedOf(lane) },
      );
    },
  );
});
