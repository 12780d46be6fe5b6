import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type QuotaFixture, quotaFixture } from '../testing/quota-fixture.ts';

let fixture: QuotaFixture;
beforeEach(async () => {
  fixture = await quotaFixture();
});
afterEach(() => fixture.close());

const change = (tenant: string, quota = fixture.quota) => quota.consume({ tenant, meters: { generations: 1 } });
const endBackends = () => fixture.sql`
  select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'plimsoll'`;
const toldEventually = (told: () => number, atLeast: number) =>
  vi.waitFor(() => expect(told()).toBeGreaterThanOrEqual(atLeast), { timeout: 8_000 });

it('tells of changes by other processes, and of one tenant only', async () => {
  const told: string[] = [];
  for (const tenant of ['a', 'b']) await fixture.quota.onChange(tenant, () => told.push(tenant));
  await change('a', fixture.open());
  await toldEventually(() => told.length, 1);
  expect(told).toEqual(['a']);
});

it('tells of a change by a process that ends right after it', async () => {
  let told = 0;
  await fixture.quota.onChange('a', () => {
    told += 1;
  });
  const brief = fixture.open();
  await change('a', brief);
  await brief.close();
  await toldEventually(() => told, 1);
});

it('goes on telling after the engine lost its connections', async () => {
  let told = 0;
  await fixture.quota.onChange('a', () => {
    told += 1;
  });
  await endBackends();
  // The engine meets the loss, replaces its pool, and the feed listens again.
  await change('other');
  await toldEventually(() => told, 1);
  const before = told;
  await change('a', fixture.open());
  await toldEventually(() => told, before + 1);
});

it('one that stopped is told nothing, and stopping twice stops nobody else', async () => {
  const told: string[] = [];
  const stop = await fixture.quota.onChange('a', () => told.push('stopped'));
  stop();
  await fixture.quota.onChange('a', () => told.push('stays'));
  stop();
  await change('a');
  await toldEventually(() => told.length, 1);
  expect(told).toEqual(['stays']);
});
