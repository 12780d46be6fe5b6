import type { NoticeEmail } from '@plimsoll/emails';
import { comparePlans, type MeterUsage, meterLabel, percentOf } from '@plimsoll/quota';
import type { Notice } from '@plimsoll/quota/server';
import { type AppCatalog, catalog } from '@plimsoll/web/catalog';
import type { WorkerContext } from './worker-context.ts';

/** All that an email says about a crossing: its numbers are those of the crossing, the plans those of today. */
export async function noticeFacts(
  { quota, env }: WorkerContext,
  notice: Notice,
  tenantName: string,
): Promise<NoticeEmail> {
  const { facts, tenant } = notice;
  const { level, used, line, ceiling, at, period } = facts;
  const usage = await quota.usage(tenant);
  const meter = facts.meter as keyof AppCatalog['meters'];
  const now: MeterUsage = usage.meters[meter];
  const better = comparePlans(catalog, usage, { meter, amount: 1 }).find((plan) => plan.recommended);
  const thresholds = now.thresholds.filter((threshold) => threshold.level !== 'mark');
  const next = thresholds.find(({ percent }) => percent * line > used * 100);
  return {
    kind: level === 'reached' ? 'exhausted' : 'threshold',
    tenantName,
    meterLabel: meterLabel(catalog, meter),
    // A rate has no notices.
    meterKind: now.kind === 'level' ? 'level' : 'allowance',
    used,
    line,
    ceiling,
    beyond: ceiling === null ? { type: 'soft' } : now.line === line ? beyondOf(now) : null,
    percent: percentOf(used, line),
    level,
    zone: usage.zone,
    at: new Date(at).toISOString(),
    resetsAt: period && new Date(period.end).toISOString(),
    marks: now.thresholds.map(({ percent }) => percent),
    planName: catalog.plans[usage.plan].name,
    nextThresholdPercent: next?.percent ?? null,
    upgrade: better
      ? {
          name: better.title,
          priceCents: better.price.minor,
          currency: better.price.currency,
          line: better.meters[meter].usage.line,
        }
      : null,
    appName: 'Plimsoll',
    appUrl: env.APP_URL,
  };
}

/** What follows the line, while that is the crossing's still. A grace that began with it says until when. */
function beyondOf({ beyond, limit }: MeterUsage): NoticeEmail['beyond'] {
  switch (beyond?.type) {
    case undefined:
      return limit.type === 'capped' && limit.rest === 'pool' ? { type: 'pool' } : null;
    case 'overage':
      return { type: 'overage', priceCents: beyond.price.minor, currency: beyond.price.currency };
    case 'grace':
      return { type: 'grace', days: beyond.days, until: beyond.until };
    case 'soft':
      return { type: 'soft' };
    default:
      return beyond satisfies never;
  }
}
