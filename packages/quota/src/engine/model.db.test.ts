import fc from 'fast-check';
import { afterAll, beforeAll, it } from 'vitest';
import type { Quota } from '../server.ts';
import { type ContractsCatalog, contractsCatalog } from '../testing/contracts-catalog.ts';
import { History } from '../testing/history.ts';
import { step } from '../testing/history-steps.ts';
import { isLong } from '../testing/long.ts';
import { quotaFixture } from '../testing/quota-fixture.ts';
import { createTestQuota } from '../testing/test-quota.ts';

const startAt = '2026-11-10T12:00:00.000Z';
const histories = Number(process.env.PLIMSOLL_HISTORIES ?? (isLong ? 20_000 : 2_000));
const mostSteps = 60;

let fixture: Awaited<ReturnType<typeof quotaFixture<ContractsCatalog>>>;
let engines: Quota<ContractsCatalog>[];
beforeAll(async () => {
  fixture = await quotaFixture({ catalog: contractsCatalog, startAt });
  engines = [fixture.quota, fixture.open()];
});
afterAll(() => fixture.close());

/** A history that failed, by the seed and path that were printed. */
const { PLIMSOLL_SEED: seed, PLIMSOLL_PATH: path = '' } = process.env;
const again = seed === undefined ? {} : { seed: Number(seed), path };

/** Most are short, for they find most and shrink quickest; some are as long as a month of a tenant's life. */
const steps = fc.oneof(
  { weight: 9, arbitrary: fc.array(step, { minLength: 1, maxLength: 12, size: 'max' }) },
  { weight: 1, arbitrary: fc.array(step, { minLength: 13, maxLength: mostSteps, size: 'max' }) },
);

let runs = 0;

it(`engines and model agree on every answer and all usage, through ${histories} histories of all verbs and of time`, {
  timeout: isLong ? 7_200_000 : 600_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (played) => {
      const model = createTestQuota(contractsCatalog, { now: startAt });
      const history = new History(`${++runs}`, startAt, { model, engines, setNow: fixture.setNow });
      await history.begin();
      for (const one of played) await history.play(one);
    }),
    { numRuns: histories, ...again },
  );
});
