import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { CatalogError } from '../catalog/catalog-error.ts';
import { checkLimit } from '../catalog/check-catalog.ts';
import type { Catalog, PlanName } from '../catalog/define-catalog.ts';
import type { Meter } from '../catalog/meter.ts';
import { storedMeter } from '../catalog/stored-meter.ts';
import { anchorOf } from '../period/anchor.ts';
import { calendarPeriod } from '../period/calendar-period.ts';
import { changeContract, openBefore, openChanged } from './change-contract.ts';
import { unavailableUnlessBug } from './decide-request.ts';
import type { EngineContext } from './engine-context.ts';
import { checkBy } from './grant.ts';
import { InvalidRequestError } from './quota-error.ts';
import { checkMeter, checkName, checkTime } from './request.ts';
import { newTenant, readFamily } from './tenants.ts';
import type { ChangeBy, OverrideRequest, TenantSettings } from './verbs.ts';
import { withPatience, withRetry } from './with-retry.ts';

const zoneName = z.string().refine((zone) => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
});

/**
 * Tells what is known of a tenant. A running period stretches to a new anchor: no stub, no second refill.
 * @throws InvalidRequestError for an unknown plan, anchor or zone, or a parent that is the tenant itself or one below it.
 */
export async function setTenant<C extends Catalog>(
  context: EngineContext<C>,
  tenant: string,
  settings: TenantSettings<C>,
  by: ChangeBy,
): Promise<void> {
  const { plan, anchor, zone, parent } = settings;
  if (plan !== undefined) checkPlan(context.catalog, plan);
  if (typeof parent === 'string') checkName('parent', parent);
  if (zone !== undefined && !zoneName.safeParse(zone).success) {
    throw new InvalidRequestError('zone', `'${zone}' is not a time zone`, 'Pass an IANA name, such as Europe/Lisbon.');
  }
  const date = anchor === undefined ? undefined : checkAnchor(anchor);
  await changeContract(context, tenant, 'set_tenant', { plan, anchor: date, zone, parent }, by);
}

function checkAnchor(anchor: number | string): string {
  try {
    return anchorOf(anchor);
  } catch {
    throw new InvalidRequestError('anchor', `${anchor} is not a billing day`, 'Pass a day from 1 to 31, or a date.');
  }
}

export type PlanChangeOptions = {
  /** At once, or at the end of the tenant's billing month. @default 'now' */
  at?: 'now' | 'period_end';
};

/**
 * Moves a tenant to another plan. Usage carries over; below its usage nothing is taken away, new use is refused. A change at
 * once calls off one that was agreed for later.
 * @throws InvalidRequestError for an unknown plan.
 */
export async function setPlan<C extends Catalog>(
  context: EngineContext<C>,
  tenant: string,
  plan: PlanName<C>,
  by: ChangeBy,
  { at = 'now' }: PlanChangeOptions = {},
): Promise<void> {
  checkName('tenant', tenant);
  checkPlan(context.catalog, plan);
  if (at === 'now') return changeContract(context, tenant, 'set_plan', { plan }, by);
  const change = { next_plan: plan, next_plan_at: await monthEnd(context, tenant) };
  return changeContract(context, tenant, 'set_plan', change, by);
}

async function monthEnd(context: EngineContext, tenant: string): Promise<string> {
  const { database, catalog } = context;
  const [family, [time]] = await withRetry(() =>
    Promise.all([
      readFamily(database, tenant),
      database.sql<[{ ms: number }]>`select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`,
    ]),
  ).catch(unavailableUnlessBug);
  const { anchor: date, zone } = family.get(tenant) ?? newTenant(tenant, catalog.defaultPlan);
  const now = context.testNow();
  const at = Temporal.Instant.fromEpochMilliseconds(now === null ? Math.floor(time.ms) : Date.parse(now));
  const month = calendarPeriod(at, 'month', { date, zone });
  if (!month) throw new Error('A month has an end.');
  return new Date(month.end.epochMilliseconds).toISOString();
}

/** Refuses every call of a tenant, and of its children that draw on its pools, until it is resumed. Nothing is lost. */
export const suspend = (context: EngineContext, tenant: string, by: ChangeBy): Promise<void> =>
  changeContract(context, tenant, 'suspend', { suspended: true }, by);

/** Ends a suspension. */
export const resume = (context: EngineContext, tenant: string, by: ChangeBy): Promise<void> =>
  changeContract(context, tenant, 'resume', { suspended: false }, by);

/**
 * Sets a limit in place of the plan's, or takes it away.
 * @throws InvalidRequestError for a limit that can't be, or an end before now.
 */
export async function setOverride<C extends Catalog>(
  context: EngineContext<C>,
  { tenant, meter, limit, until }: OverrideRequest<C>,
  by: ChangeBy,
): Promise<void> {
  const { catalog, database } = context;
  checkName('tenant', tenant);
  checkMeter(catalog, meter);
  checkBy(by);
  if (limit) checkLimitOf(catalog, meter, limit);
  const ends = until === undefined ? 'infinity' : checkTime('until', until);
  if (ends <= (context.testNow() ?? new Date().toISOString())) {
    throw new InvalidRequestError('until', 'it would end before it begins', 'Pass a time after now.');
  }
  await openBefore(context, [tenant]);
  const written = limit && JSON.stringify(limit);
  await withPatience(
    () => database.sql<object[]>`
      select quota.set_override_1(${context.testNow()}, ${tenant}, ${catalog.defaultPlan}, ${storedMeter(catalog, meter)},
        ${written}::text::jsonb, ${ends}::text::timestamptz, ${by.actor}, ${by.reason})`,
  ).catch(unavailableUnlessBug);
  await openChanged(context, [tenant]);
}

function checkLimitOf(catalog: Catalog, meter: string, limit: NonNullable<OverrideRequest['limit']>): void {
  try {
    checkLimit('limit', limit, catalog.meters[meter] as Meter);
  } catch (cause) {
    if (!(cause instanceof CatalogError)) throw cause;
    throw new InvalidRequestError(cause.field, cause.message, 'Pass a limit that fits the meter.');
  }
}

function checkPlan(catalog: Catalog, plan: string): void {
  checkName('plan', plan);
  if (Object.hasOwn(catalog.plans, plan)) return;
  throw new InvalidRequestError(
    'plan',
    `there is no plan '${plan}'`,
    `The catalog has ${Object.keys(catalog.plans).join(', ')}.`,
  );
}
