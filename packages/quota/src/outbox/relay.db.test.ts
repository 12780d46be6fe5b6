import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type QuotaFixture, quotaFixture } from '../testing/quota-fixture.ts';
import type { Notice } from './notice.ts';

let fixture: QuotaFixture;
beforeEach(async () => {
  fixture = await quotaFixture();
});
afterEach(() => fixture.close());

const cross = (tenant: string) => fixture.quota.consume({ tenant, meters: { generations: 8 } });
const unsent = async () => (await fixture.sql`select from quota.notice where sent_at is null`).length;

it('hands a notice on at once, with the numbers of the crossing', async () => {
  const told: Notice[] = [];
  fixture.quota.relay({ everyMs: 60_000, send: async (notices) => void told.push(...notices) });
  await cross('a');
  await vi.waitFor(() => expect(told).toHaveLength(1));
  expect(told[0]).toMatchObject({
    tenant: 'a',
    kind: 'threshold',
    facts: { meter: 'generations', level: 'warning', amount: 8, used: 8, line: 10, ceiling: 10 },
  });
  await vi.waitFor(async () => expect(await unsent()).toBe(0));
});

it('hands on what was left while no relay ran', async () => {
  await cross('a');
  await cross('b');
  const told: Notice[] = [];
  fixture.quota.relay({ send: async (notices) => void told.push(...notices) });
  await vi.waitFor(() => expect(told.map(({ tenant }) => tenant).sort()).toEqual(['a', 'b']));
});

it('several relays hand each notice on once', async () => {
  const told: string[] = [];
  for (const quota of [fixture.quota, fixture.open(), fixture.open()]) {
    quota.relay({ everyMs: 20, send: async (notices) => void told.push(...notices.map(({ id }) => id)) });
  }
  await Promise.all(Array.from({ length: 40 }, (_, i) => cross(`tenant-${i}`)));
  await vi.waitFor(async () => expect(await unsent()).toBe(0));
  expect(told).toHaveLength(40);
  expect(new Set(told).size).toBe(40);
});

it('a notice that could not be handed on is handed on later, under the same id', async () => {
  const tried: string[] = [];
  const errors: unknown[] = [];
  fixture.quota.relay({
    everyMs: 20,
    onError: (cause) => errors.push(cause),
    send: async ([notice]) => {
      tried.push((notice as Notice).id);
      if (tried.length < 3) throw new Error('nobody listens');
    },
  });
  await cross('a');
  await vi.waitFor(async () => expect(await unsent()).toBe(0), { timeout: 8_000 });
  expect(tried).toHaveLength(3);
  expect(new Set(tried).size).toBe(1);
  expect(errors).toHaveLength(2);
});

it('a notice of a kind that this process does not know yet stays for one that does, and holds up no other', async () => {
  const errors: unknown[] = [];
  const told: Notice[] = [];
  await fixture.sql`insert into quota.notice (tenant, kind, once, facts, made_at)
    values ('later', 'kind_of_a_later_version', 'once', '{}', now() - interval '1 day')`;
  await cross('a');
  fixture.quota.relay({
    everyMs: 20,
    onError: (cause) => errors.push(cause),
    send: async (notices) => void told.push(...notices),
  });
  await vi.waitFor(() => expect(told.map(({ tenant }) => tenant)).toEqual(['a']));
  await vi.waitFor(async () => expect(await unsent()).toBe(1));
  expect(errors.length).toBeGreaterThan(0);
});
