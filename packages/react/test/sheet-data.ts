import {
  allowance,
  capped,
  defineCatalog,
  level,
  type MeterUsage,
  none,
  type QuotaRefusal,
  standingOf,
  type TenantUsage,
  unlimited,
  usd,
} from '@plimsoll/quota';

/** The catalog of the sheet and of the unit tests. */
export const catalog = defineCatalog({
  meters: {
    aiGenerations: allowance({ unit: 'generation', label: 'AI generations', per: 'month' }),
    aiTokens: allowance({ unit: 'token', label: 'AI tokens', per: 'month' }),
    projects: level({ unit: 'project' }),
    exports: allowance({ unit: 'export', per: 'month' }),
    seats: level({ unit: 'seat' }),
    scheduledRuns: allowance({ unit: 'run', per: 'month' }),
  },
  plans: {
    free: {
      name: 'Free',
      price: usd(0),
      limits: {
        aiGenerations: capped(10),
        aiTokens: capped(50_000),
        projects: capped(3),
        exports: capped(1),
        seats: capped(2),
        scheduledRuns: none,
      },
    },
    starter: {
      name: 'Starter',
      price: usd(19),
      limits: {
        aiGenerations: capped(100),
        aiTokens: capped(1_000_000),
        projects: capped(10),
        exports: capped(10),
        seats: unlimited,
        scheduledRuns: none,
      },
    },
    growth: {
      name: 'Growth',
      price: usd(79),
      limits: {
        aiGenerations: capped(500),
        aiTokens: capped(50_000_000),
        projects: capped(50),
        exports: capped(50),
        seats: unlimited,
        scheduledRuns: capped(1000),
      },
    },
  },
  defaultPlan: 'free',
});

export const period = { start: '2026-11-01T00:00:00.000Z', end: '2026-12-01T00:00:00.000Z' };

type Amounts = { used: number; held?: number; grants?: number };

/** How one meter stands on a plan. */
export function standing(
  meter: keyof typeof catalog.meters,
  plan: keyof typeof catalog.plans,
  { used, held = 0, grants = 0 }: Amounts,
): MeterUsage {
  const limit = catalog.plans[plan].limits[meter];
  const kind = catalog.meters[meter].kind;
  const line = limit.type === 'unlimited' ? null : (limit.type === 'capped' ? limit.amount : 0) + grants;
  return standingOf(
    { kind, limit, line, ceiling: line, used, held, grants, period: kind === 'level' ? null : period },
    catalog.thresholds,
  );
}

type Used = Record<keyof typeof catalog.meters, Amounts>;

export function usageOn(plan: keyof typeof catalog.plans, used: Used): TenantUsage<typeof catalog> {
  const names = Object.keys(catalog.meters) as (keyof typeof catalog.meters)[];
  return {
    tenant: 'org_kestrel',
    plan,
    nextPlan: null,
    suspended: false,
    zone: 'Europe/Lisbon',
    at: '2026-11-17T10:45:00.000Z',
    scope: 'tenant',
    meters: Object.fromEntries(names.map((name) => [name, standing(name, plan, used[name])])) as Record<
      keyof typeof catalog.meters,
      MeterUsage
    >,
    grants: [],
  };
}

/** Starter, with a meter in every state that a list can hold. */
export const kestrel = usageOn('starter', {
  aiGenerations: { used: 96 },
  aiTokens: { used: 412_600, held: 24_000, grants: 250_000 },
  projects: { used: 10 },
  exports: { used: 8 },
  seats: { used: 6 },
  scheduledRuns: { used: 0 },
});

/** Free, with all generations used. */
export const tern = usageOn('free', {
  aiGenerations: { used: 10 },
  aiTokens: { used: 38_900 },
  projects: { used: 2 },
  exports: { used: 1 },
  seats: { used: 1 },
  scheduledRuns: { used: 0 },
});

export const noGenerations: QuotaRefusal<typeof catalog> = {
  reason: 'exhausted',
  tenant: 'org_tern',
  at: '2026-11-17T10:45:00.000Z',
  meter: 'aiGenerations',
  asked: 1,
  plan: 'free',
  limit: capped(10),
  line: 10,
  ceiling: 10,
  used: 10,
  held: 0,
  remaining: 0,
  pool: null,
  period,
  retryAfterMs: 1_170_900_000,
  breaches: [],
  remedies: [
    { type: 'upgrade', plan: 'starter', name: 'Starter', price: usd(19), line: 100, more: 90 },
    { type: 'wait', until: period.end, waitMs: 1_170_900_000 },
  ],
};

export const noRoomForProject: QuotaRefusal<typeof catalog> = {
  reason: 'exhausted',
  tenant: 'org_kestrel',
  at: '2026-11-17T10:45:00.000Z',
  meter: 'projects',
  asked: 1,
  plan: 'starter',
  limit: capped(10),
  line: 10,
  ceiling: 10,
  used: 10,
  held: 0,
  remaining: 0,
  pool: null,
  period: null,
  retryAfterMs: null,
  breaches: [],
  remedies: [
    { type: 'upgrade', plan: 'growth', name: 'Growth', price: usd(79), line: 50, more: 40 },
    { type: 'free', amount: 1 },
  ],
};

export const notInPlan: QuotaRefusal<typeof catalog> = {
  reason: 'not_in_plan',
  tenant: 'org_kestrel',
  at: '2026-11-17T10:45:00.000Z',
  meter: 'scheduledRuns',
  asked: 1,
  plan: 'starter',
  remedies: [{ type: 'upgrade', plan: 'growth', name: 'Growth', price: usd(79), line: 1000, more: 1000 }],
};

export const unavailable: QuotaRefusal<typeof catalog> = {
  reason: 'unavailable',
  tenant: 'org_kestrel',
  meter: 'aiGenerations',
  asked: 1,
  retryAfterMs: 10_000,
};
