import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ContractsCatalog, contractsCatalog } from '../testing/contracts-catalog.ts';
import { by, quotaFixture } from '../testing/quota-fixture.ts';
import type { ConsumeRequest } from './verbs.ts';

let fixture: Awaited<ReturnType<typeof quotaFixture<ContractsCatalog>>>;
beforeEach(async () => {
  fixture = await quotaFixture({ catalog: contractsCatalog, startAt: '2026-11-11T00:00:00Z' });
});
afterEach(() => fixture.close());

async function take(tenant: string, meters: ConsumeRequest<ContractsCatalog>['meters']) {
  const { outcome } = await fixture.quota.consume({ tenant, meters });
  if (outcome !== 'granted') throw new Error(outcome);
}
const namesOf = async (request = {}) =>
  (await fixture.quota.atRisk(request)).map(({ tenant, meter }) => `${tenant}.${meter}`);

it('those over their line come first, then who reaches it soonest, then those without a pace', async () => {
  await take('soon', { hard: 9 });
  await take('later', { hard: 8 });
  await take('over', { soft: 30 });
  await take('full', { hard: 10 });
  await take('calm', { hard: 7 });
  await take('level', { forever: 3 });
  await fixture.quota.setOverride({ tenant: 'seated', meter: 'seats', limit: { type: 'capped', amount: 10 } }, by);
  await take('seated', { seats: 8 });
  await take('fast', { requests: 20 });
  expect(await namesOf()).toEqual([
    'over.soft',
    'full.hard',
    'level.forever',
    'soon.hard',
    'later.hard',
    'seated.seats',
  ]);
  const [over, , , soon, , seated] = await fixture.quota.atRisk();
  expect(over).toMatchObject({
    plan: 'team',
    reachedAt: null,
    usage: { used: 30, line: 10, percent: 300, status: 'over' },
  });
  // Nine in ten days: the tenth takes a tenth of them more.
  expect(soon).toMatchObject({ reachedAt: '2026-11-12T02:40:00.000Z', usage: { percent: 90 } });
  expect(seated).toMatchObject({ reachedAt: null, usage: { percent: 80 } });
});

it('of one tenant, from a share on, and no more than asked for', async () => {
  await take('a', { hard: 5, soft: 9 });
  await take('b', { hard: 10 });
  expect(await namesOf({ tenant: 'a' })).toEqual(['a.soft']);
  expect(await namesOf({ tenant: 'a', atLeast: 50 })).toEqual(['a.soft', 'a.hard']);
  expect(await namesOf({ most: 1 })).toEqual(['b.hard']);
  await expect(fixture.quota.atRisk({ atLeast: 0 })).rejects.toMatchObject({ field: 'atLeast' });
  await expect(fixture.quota.atRisk({ most: 1_001 })).rejects.toMatchObject({ field: 'most' });
});

it('a line that is not reached before the period ends has no date, and a period that ended is calm', async () => {
  fixture.setNow('2026-11-29T00:00:00Z');
  await take('slow', { hard: 8 });
  expect(await fixture.quota.atRisk()).toMatchObject([{ tenant: 'slow', reachedAt: null }]);
  await take('full', { hard: 10 });
  fixture.setNow('2026-12-01T00:00:00Z');
  expect(await fixture.quota.atRisk()).toEqual([]);
  // Nor does it take the place of one that counts.
  await take('running', { weekly: 20 });
  expect(await namesOf({ most: 1 })).toEqual(['running.weekly']);
});

it('a contract that changed counts as it is now', async () => {
  await take('a', { hard: 9 });
  await fixture.quota.setPlan('a', 'organisation', by);
  expect(await namesOf()).toEqual([]);
  await fixture.quota.setPlan('a', 'team', by);
  expect(await namesOf()).toEqual(['a.hard']);
  const until = '2026-11-20T00:00:00Z';
  await fixture.quota.setPlan('b', 'organisation', by);
  await fixture.quota.setOverride({ tenant: 'b', meter: 'hard', limit: { type: 'capped', amount: 10 }, until }, by);
  await take('b', { hard: 9 });
  expect(await namesOf({ tenant: 'b' })).toEqual(['b.hard']);
  fixture.setNow(until);
  expect(await namesOf({ tenant: 'b' })).toEqual([]);
});
