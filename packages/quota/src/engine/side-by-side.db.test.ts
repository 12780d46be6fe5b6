import { afterEach, beforeEach, expect, it } from 'vitest';
import { capped, defineCatalog } from '../index.ts';
import { by, type QuotaFixture, quotaFixture, testCatalog } from '../testing/quota-fixture.ts';

/** Two declarations side by side, as during a deploy: an older process and one that was started later. */
const laterCatalog = defineCatalog({
  ...testCatalog,
  plans: {
    ...testCatalog.plans,
    free: { ...testCatalog.plans.free, limits: { ...testCatalog.plans.free.limits, generations: capped(4) } },
  },
});

let fixture: QuotaFixture;
beforeEach(async () => {
  fixture = await quotaFixture({ startAt: '2026-11-10T12:00:00Z' });
});
afterEach(() => fixture.close());

const tenant = 'org';
const one = { tenant, meters: { generations: 1 } };

it('the declaration that was started later decides for both', async () => {
  await fixture.quota.consume(one);
  const later = fixture.open(laterCatalog);
  expect(await later.consume(one)).toMatchObject({ meters: { generations: { used: 2, line: 4 } } });
  expect(await fixture.quota.consume(one)).toMatchObject({ meters: { generations: { used: 3, line: 4 } } });
});

it('an older process goes on deciding when the period turns and no later one is left to open it', async () => {
  await fixture.quota.consume(one);
  const later = fixture.open(laterCatalog);
  await later.consume(one);
  fixture.setNow('2026-12-01T00:00:00Z');
  expect(await fixture.quota.consume(one)).toMatchObject({ outcome: 'granted', meters: { generations: { used: 1 } } });
  expect(await later.consume(one)).toMatchObject({ meters: { generations: { used: 2, line: 4 } } });
  expect(await fixture.quota.consume(one)).toMatchObject({ meters: { generations: { used: 3, line: 4 } } });
});

it('an older process goes on deciding after it changed a plan', async () => {
  await fixture.quota.consume(one);
  await fixture.open(laterCatalog).consume(one);
  await fixture.quota.setPlan(tenant, 'starter', by);
  expect(await fixture.quota.consume(one)).toMatchObject({
    outcome: 'granted',
    meters: { generations: { line: 100 } },
  });
});

it('a later declaration that leaves a tenant at or over its line says so, once', async () => {
  await fixture.quota.consume({ tenant, meters: { generations: 6 } });
  const later = [fixture.open(laterCatalog), fixture.open(laterCatalog)];
  await Promise.all(later.map((quota) => quota.consume(one)));
  expect(await fixture.notices(tenant)).toMatchObject([{ level: 'reached', amount: 4, used: 6 }]);
});

it('a change that leaves the line where it was tells nobody again', async () => {
  await fixture.quota.consume({ tenant, meters: { generations: 10 } });
  await fixture.quota.setTenant(tenant, { zone: 'Europe/Lisbon' }, by);
  await fixture.quota.setTenant(tenant, { anchor: 12 }, by);
  await fixture.quota.consume(one);
  expect((await fixture.notices(tenant)).map(({ level }) => level)).toEqual(['warning', 'reached']);
});
