import { afterAll, beforeAll, it } from 'vitest';
import { createQuota, type Quota } from '../server.ts';
import { type ContractsCatalog, contractsCatalog } from '../testing/contracts-catalog.ts';
import { History } from '../testing/history.ts';
import type { Step } from '../testing/history-steps.ts';
import { quotaFixture } from '../testing/quota-fixture.ts';
import { createTestQuota } from '../testing/test-quota.ts';
import { views } from '../testing/told-accounts.ts';

/** Histories on which engine and model once differed, as short as they came. */
const histories: Record<string, Step[]> = {
  'a key is free after 30 days, whatever window there was before': [
    { call: { do: 'consume', who: 'team', meters: { windowed: 1 }, actor: 'ada' } },
    { waitMinutes: 45_000 },
    { call: { do: 'consume', who: 'team', meters: { hard: 2 }, key: 'k' } },
    { waitMinutes: 45_000 },
    { call: { do: 'hold', who: 'team', meters: { windowed: 1 }, key: 'k', forMs: 1_000 } },
  ],
  'a grant that began and ended while nobody called has covered what was used beyond the limit': [
    { call: { do: 'record', who: 'solo', meters: { tokens: 1 }, event: 'e', hoursAgo: 0 } },
    { grant: { who: 'solo', meter: 'tokens', amount: 1, startsIn: 1, endsIn: 30 } },
    { waitMinutes: 2_940 },
  ],
  'a grant that began before the turn is drawn by the period that it began in': [
    { call: { do: 'record', who: 'solo', meters: { tokens: 1 }, event: 'e', hoursAgo: 0 } },
    { grant: { who: 'solo', meter: 'tokens', amount: 3, startsIn: 1, endsIn: 2_000 } },
    { waitMinutes: 40_000 },
    { call: { do: 'consume', who: 'solo', meters: { tokens: 3 }, partial: true } },
  ],
  'a grant that ended before the balance was opened covers nothing that is recorded later': [
    { grant: { who: 'solo', meter: 'tokens', amount: 8, startsIn: 1, endsIn: 30 } },
    { waitMinutes: 2_940 },
    { call: { do: 'record', who: 'solo', meters: { tokens: 12 }, event: 'e', hoursAgo: 20 } },
  ],
  'what was settled late between two windows stays in the next one, and so its start': [
    { call: { do: 'hold', who: 'team', meters: { windowed: 1, soft: 25 }, forMs: 86_400_000 } },
    { waitMinutes: 15_000 },
    { call: { do: 'settle', who: 'team', of: 0, part: 1, more: true } },
    { waitMinutes: 45_000 },
    { call: { do: 'consume', who: 'team', meters: { windowed: 3 }, partial: true } },
  ],
  'an event of a window that ended lately opens no new one': [
    { call: { do: 'hold', who: 'team', meters: { windowed: 5 }, forMs: 60_000 } },
    { waitMinutes: 1_440 },
    { call: { do: 'record', who: 'team', meters: { windowed: 6 }, event: 'e', hoursAgo: 20 } },
  ],
  'an event that its pool takes whole is not late though the own limit is passed': [
    { call: { do: 'consume', who: 'team', meters: { spill: 25 }, partial: true } },
    { suspend: { who: 'team', is: true } },
    { call: { do: 'record', who: 'team', meters: { spill: 1 }, event: 'e', hoursAgo: 20 } },
  ],
  'a hold on a pool that was released has nothing that could be returned': [
    { call: { do: 'hold', who: 'team', meters: { spill: 5 }, forMs: 1_000 } },
    { call: { do: 'release', who: 'team', of: 0 } },
    { call: { do: 'refund', who: 'team', of: 0, part: 1 } },
  ],
  'a pool that a new plan draws on is opened with the plan, before its calendar moves': [
    { plan: { who: 'team', plan: 'organisation', at: 'now' } },
    { call: { do: 'check', who: 'team', meters: { hard: 1, tokens: 1, requests: 1 } } },
    { plan: { who: 'team', plan: 'team', at: 'now' } },
    { settings: { who: 'org', zone: 'Asia/Tokyo' } },
  ],
  'nobody is seen by freeing what they never took': [
    { call: { do: 'free', who: 'solo', amount: 1 } },
    { erase: { who: 'solo' } },
  ],
  'a tenant is seen once somebody takes an override away that it never had': [
    { override: { who: 'solo', meter: 'hard', amount: null } },
    { erase: { who: 'solo' } },
  ],
  'a level of a tenant that was erased is counted anew': [
    { call: { do: 'consume', who: 'solo', meters: { seats: 1 }, actor: 'ada' } },
    { erase: { who: 'solo' } },
    { call: { do: 'recount', who: 'solo', count: 1 } },
  ],
  'a key of a tenant that was erased is fresh, though what it drew from a pool stands there': [
    { call: { do: 'consume', who: 'team', meters: { tokens: 3 }, key: 'k', actor: 'ada' } },
    { erase: { who: 'team' } },
    { call: { do: 'consume', who: 'team', meters: { hard: 1 }, key: 'k', actor: 'ada' } },
  ],
  'a key is fresh once its level was reversed as far as it was used': [
    { call: { do: 'consume', who: 'team', meters: { seats: 3 }, key: 'k', actor: 'ada' } },
    { call: { do: 'free', who: 'team', amount: 1 } },
    { reverse: { who: 'team', hoursAgo: 1, dryRun: false } },
    { call: { do: 'consume', who: 'team', meters: { seats: 3 }, key: 'k', actor: 'ada' } },
  ],
  'a plan that became due while nobody called pays a rate from then on': [
    { call: { do: 'consume', who: 'team', meters: { keyed: 1 }, actor: 'ada' } },
    { plan: { who: 'team', plan: 'organisation', at: 'now' } },
    { plan: { who: 'team', plan: 'team', at: 'period_end' } },
    { waitMinutes: 45_000 },
  ],
  'a period that only late work was booked into is on record once it turned': [
    { call: { do: 'hold', who: 'org', meters: { rolled: 2, tokens: 5, priced: 1 }, forMs: 1_000 } },
    { waitMinutes: 15_000 },
    { call: { do: 'settle', who: 'org', of: 0, part: 1, more: false } },
    { waitMinutes: 4_321 },
  ],
  'a recount is told by the contract of now, though no call has looked since a grant began': [
    { call: { do: 'consume', who: 'team', meters: { seats: 1 } } },
    { grant: { who: 'team', meter: 'seats', amount: 7, startsIn: 1, endsIn: 30 } },
    { waitMinutes: 301 },
    { call: { do: 'recount', who: 'team', count: 5 } },
  ],
};

const startAt = '2026-11-10T12:00:00.000Z';
let now = startAt;
let fixture: Awaited<ReturnType<typeof quotaFixture<ContractsCatalog>>>;
let engines: Quota<ContractsCatalog>[];
beforeAll(async () => {
  fixture = await quotaFixture({ catalog: contractsCatalog, startAt });
  const options = { catalog: contractsCatalog, connection: fixture.url, clock: () => new Date(now) };
  engines = [createQuota(options), createQuota(options)];
});
afterAll(async () => {
  await Promise.all(engines.map((engine) => engine.close()));
  await fixture.close();
});

it.each(Object.entries(histories))('%s', async (name, steps) => {
  const model = createTestQuota(contractsCatalog, { now: startAt });
  const setNow = (iso: string) => {
    now = iso;
  };
  const history = new History(name, startAt, { model, engines, setNow });
  await history.begin();
  for (const step of steps) await history.play(step);
  await history.end(...views);
});
