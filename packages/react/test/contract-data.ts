import {
  allowance,
  amountsOf,
  capped,
  defineCatalog,
  type GrantUsage,
  level,
  type MeterUsage,
  none,
  type PoolUsage,
  pooled,
  type QuotaRefusal,
  rate,
  type Standing,
  standingOf,
  type TenantUsage,
  unlimited,
  usd,
  windowOf,
} from '@plimsoll/quota';
import { period } from './sheet-data.ts';

/** A catalog with every contract that there is, for the sheet and the unit tests. */
export const contracts = defineCatalog({
  meters: {
    drafts: allowance({ unit: 'draft', per: 'month' }),
    exports: allowance({ unit: 'export', per: 'month' }),
    articles: allowance({ unit: 'article', per: 'month' }),
    lookups: allowance({ unit: 'lookup', per: 'month' }),
    aiTokens: allowance({ unit: 'token', label: 'AI tokens', per: 'month' }),
    messages: allowance({ unit: 'message', per: windowOf({ hours: 5 }) }),
    requests: rate({ unit: 'request', per: 'minute' }),
    renders: allowance({ unit: 'render', per: 'month' }),
    seats: level({ unit: 'seat' }),
    viewers: level({ unit: 'viewer' }),
    scheduledRuns: allowance({ unit: 'run', per: 'month' }),
  },
  plans: {
    starter: {
      name: 'Starter',
      price: usd(19),
      limits: {
        drafts: capped(5),
        exports: capped(10, { overage: { upTo: 5, price: usd(0.5) } }),
        articles: capped(500, { grace: { upTo: 50, days: 3 } }),
        lookups: capped(1000, { soft: true }),
        aiTokens: capped(1_000_000),
        messages: capped(40),
        requests: capped(60, { burst: 20 }),
        renders: capped(100, { rest: 'pool' }),
        seats: pooled(),
        viewers: unlimited,
        scheduledRuns: none,
      },
    },
    growth: {
      name: 'Growth',
      price: usd(79),
      limits: {
        drafts: capped(50, { rollover: { upTo: 20, periods: 1 } }),
        exports: capped(50, { overage: { upTo: 50, price: usd(0.25) } }),
        articles: capped(5000, { grace: { upTo: 500, days: 3 } }),
        lookups: unlimited,
        aiTokens: capped(50_000_000),
        messages: capped(200),
        requests: capped(300, { burst: 60 }),
        renders: pooled({ cap: 500 }),
        seats: pooled(),
        viewers: unlimited,
        scheduledRuns: capped(1000),
      },
    },
  },
  defaultPlan: 'starter',
});

type Name = keyof typeof contracts.meters;
type Amounts = Pick<Standing, 'used' | 'held' | 'grants' | 'graceUntil' | 'override' | 'pool'> & {
  isGraceOver: boolean;
};

const pool: PoolUsage = { line: 3_000, used: 1_650, held: 150, remaining: 1_200 };

/** How one meter stands on Starter. A pool is there where the limit draws from one. */
export function contract(name: Name, amounts: Partial<Amounts> & { used: number }): MeterUsage {
  const { used, held = 0, grants = 0, isGraceOver = false, ...rest } = amounts;
  const { kind } = contracts.meters[name];
  const limit = contracts.plans.starter.limits[name];
  const drawsFromPool = limit.type === 'pooled' || (limit.type === 'capped' && limit.rest === 'pool');
  return standingOf(
    {
      kind,
      limit,
      used,
      held,
      grants,
      period: kind === 'allowance' && name !== 'messages' ? period : null,
      pool: drawsFromPool ? pool : null,
      ...amountsOf(limit, grants, isGraceOver),
      ...rest,
    },
    contracts.thresholds,
  );
}

const grant = (changes: Partial<GrantUsage<typeof contracts>>): GrantUsage<typeof contracts> => ({
  grant: '019a8f00-0000-7000-8000-000000000001',
  meter: 'aiTokens',
  source: 'bonus',
  amount: 250_000,
  drawn: 0,
  remaining: 250_000,
  startsAt: '2026-11-02T00:00:00.000Z',
  expiresAt: '2026-11-30T12:00:00.000Z',
  from: null,
  reason: 'Thanks for the bug report',
  ...changes,
});

/** A tenant with a meter in every contract; the amounts are those of the drawings. */
export function harbour(
  amounts: Partial<Record<Name, MeterUsage>> = {},
  changes: Partial<TenantUsage<typeof contracts>> = {},
): TenantUsage<typeof contracts> {
  return {
    tenant: 'org_harbour',
    plan: 'starter',
    nextPlan: null,
    suspended: false,
    zone: 'Europe/Lisbon',
    at: '2026-11-17T10:45:00.000Z',
    scope: 'tenant',
    meters: {
      drafts: contract('drafts', { used: 2 }),
      exports: contract('exports', { used: 12 }),
      articles: contract('articles', { used: 523, graceUntil: '2026-11-19T09:14:00.000Z' }),
      lookups: contract('lookups', { used: 1_150 }),
      aiTokens: contract('aiTokens', { used: 412_600, held: 1_024, grants: 250_000 }),
      messages: contract('messages', { used: 0, override: { until: '2026-12-01T00:00:00.000Z' } }),
      requests: contract('requests', { used: 12 }),
      renders: contract('renders', { used: 60 }),
      seats: contract('seats', { used: 300 }),
      viewers: contract('viewers', { used: 6 }),
      scheduledRuns: contract('scheduledRuns', { used: 0 }),
      ...amounts,
    },
    grants: [grant({})],
    ...changes,
  };
}

/** A call that came while the burst was used up. @param waitMs until there is room. */
export const tooFast = (
  waitMs: number | null = 4_000,
): Extract<QuotaRefusal<typeof contracts>, { breaches: unknown }> => ({
  reason: 'too_fast',
  tenant: 'org_harbour',
  at: '2026-11-17T10:45:00.000Z',
  meter: 'requests',
  asked: waitMs === null ? 30 : 1,
  plan: 'starter',
  limit: contracts.plans.starter.limits.requests,
  line: 60,
  ceiling: 20,
  used: 20,
  held: 0,
  remaining: 0,
  pool: null,
  period: null,
  retryAfterMs: waitMs,
  breaches: [],
  remedies:
    waitMs === null
      ? [{ type: 'reduce', amount: 20 }]
      : [{ type: 'wait', until: new Date(Date.parse('2026-11-17T10:45:00.000Z') + waitMs).toISOString(), waitMs }],
});

/** A call for more than the own limit and the pool have together. */
export const poolTooSmall: QuotaRefusal<typeof contracts> = {
  reason: 'exhausted',
  tenant: 'org_harbour',
  at: '2026-11-17T10:45:00.000Z',
  meter: 'renders',
  asked: 50,
  plan: 'starter',
  limit: contracts.plans.starter.limits.renders,
  line: 100,
  ceiling: 100,
  used: 98,
  held: 0,
  remaining: 14,
  pool: { line: 3_000, used: 2_988, held: 0, remaining: 12 },
  period,
  retryAfterMs: 1_170_900_000,
  breaches: [],
  remedies: [
    { type: 'reduce', amount: 14 },
    { type: 'wait', until: period.end, waitMs: 1_170_900_000 },
  ],
};

export const suspended: QuotaRefusal<typeof contracts> = {
  reason: 'suspended',
  tenant: 'org_harbour',
  at: '2026-11-17T10:45:00.000Z',
  meter: 'drafts',
  asked: 1,
  plan: 'starter',
  remedies: [],
};
