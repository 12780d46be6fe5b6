import type { NoticeEmail } from '@plimsoll/emails';
import { comparePlans, type MeterUsage, meterLabel } from '@plimsoll/quota';
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
    meterKind: now.kind,
    used,
    line,
    ceiling,
    percent: Math.floor((used / line) * 100),
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
