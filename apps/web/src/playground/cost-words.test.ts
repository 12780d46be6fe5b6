import { amountsOf, capped, type Limit, type OwnUsage, standingOf, type TenantUsage, usd } from '@plimsoll/quota';
import { expect, test } from 'vitest';
import { type AppCatalog, catalog } from '../../server/catalog.ts';
import { costWords } from './cost-words.ts';

const period = { start: '2026-11-01T00:00:00.000Z', end: '2026-12-01T00:00:00.000Z' };

/** A tenant on Free that has used this much of every meter. */
function free(used: number): TenantUsage<AppCatalog> {
  const meters = Object.entries(catalog.plans.free.limits).map(([name, limit]) => {
    const kind = catalog.meters[name as keyof typeof catalog.meters].kind;
    const standing = { kind, limit, used, held: 0, period: kind === 'allowance' ? period : null, ...amountsOf(limit) };
    return [name, standingOf(standing, catalog.thresholds)];
  });
  const at = '2026-11-17T10:45:00.000Z';
  const terms = { nextPlan: null, suspended: false, grants: [] };
  return {
    tenant: 'org_a',
    plan: 'free',
    zone: 'UTC',
    at,
    scope: 'tenant',
    meters: Object.fromEntries(meters),
    ...terms,
  };
}

test('a button says what it uses of what is remaining', () => {
  expect(costWords(free(6), 'aiGenerations')).toBe('Uses 1 of the 4 remaining');
});

test('a spent allowance says until when, a full level only that it is', () => {
  expect(costWords(free(10), 'aiGenerations')).toBe('0 remaining until 1 Dec');
  expect(costWords(free(3), 'projects')).toBe('0 remaining');
});

test('a member is told no figures that belong to the organisation', () => {
  const own = { ...free(6), scope: 'own' } as unknown as OwnUsage<AppCatalog>;
  expect(costWords(own, 'aiGenerations')).toBe('Uses 1');
});

test('what a plan doesn’t have is said to a member, too', () => {
  const own = { ...free(6), scope: 'own' } as unknown as OwnUsage<AppCatalog>;
  expect(costWords(own, 'scheduledRuns')).toBe('Not in Free');
});

/** The same, with another limit on generations. */
function generationsOn(limit: Limit, used: number): TenantUsage<AppCatalog> {
  const usage = free(0);
  const standing = { kind: 'allowance', limit, used, held: 0, period, ...amountsOf(limit) } as const;
  return { ...usage, meters: { ...usage.meters, aiGenerations: standingOf(standing, catalog.thresholds) } };
}

test('below the limit a button counts what is left of it, beyond it on which terms there is more', () => {
  const overage = capped(100, { overage: { upTo: 20, price: usd(0.15) } });
  expect(costWords(generationsOn(overage, 96), 'aiGenerations')).toBe('Uses 1 of the 4 remaining');
  expect(costWords(generationsOn(overage, 102), 'aiGenerations')).toBe(
    'Uses 1 beyond the limit: 18 more at $0.15 each',
  );
  expect(costWords(generationsOn(overage, 120), 'aiGenerations')).toBe('0 remaining until 1 Dec');
});

test('a meter that the plan doesn’t have says so', () => {
  expect(costWords(free(0), 'scheduledRuns')).toBe('Not in Free');
});

test('while an organisation is paused a button says so', () => {
  expect(costWords({ ...free(6), suspended: true }, 'aiGenerations')).toBe('Paused');
});
