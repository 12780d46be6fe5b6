import { CatalogError } from '../catalog/catalog-error.ts';
import { checkLimit } from '../catalog/check-catalog.ts';
import type { Limit } from '../catalog/limit.ts';
import type { Mode } from '../catalog/meter.ts';
import { InvalidRequestError } from '../engine/quota-error.ts';
import { checkMeter, checkName, checkTime } from '../engine/request.ts';
import type { ChangeBy, OverrideRequest, TenantSettings } from '../engine/verbs.ts';
import { anchorOf } from '../period/anchor.ts';
import { pathOf } from './pool-path.ts';
import { resolve } from './resolve.ts';
import { isoOf, type World, type WorldTenant } from './world.ts';
import { type Noted, note } from './world-audit.ts';
import { periodEnd, stretchPeriod } from './world-balances.ts';
import { meterOf, seeTenant, tenantOf, termKey } from './world-contract.ts';

const mostGenerations = 5;

/** @throws InvalidRequestError where it isn't said who changes a contract, or why. */
export function checkBy({ actor, reason }: ChangeBy): void {
  checkName('actor', actor);
  checkName('reason', reason);
}

/** Changes what tenants agreed to: of the thresholds only those above what is used lie ahead then. */
export function changeContract(world: World, tenants: string[], noted: Noted, change: () => void): void {
  for (const tenant of tenants) seeTenant(world, tenant);
  change();
  for (const tenant of tenants) {
    note(world, tenant, noted);
    world.changed.add(tenant);
  }
  for (const balance of [...world.state.balances.values()]) {
    if (!tenants.includes(balance.tenant)) continue;
    balance.told = [];
    resolve(world, balance);
    // A pool that it draws on from now on is opened with it.
    pathOf(world, balance.tenant, balance.meter, balance.actor);
  }
}

/** Tells what is known of a tenant. @throws InvalidRequestError for an unknown plan, anchor, zone, or a parent below it. */
export function setTenant(world: World, id: string, settings: TenantSettings, by: ChangeBy): void {
  checkName('tenant', id);
  checkBy(by);
  const { plan, parent, anchor, zone } = settings;
  if (plan !== undefined) checkPlan(world, plan);
  if (zone !== undefined) checkZone(zone);
  const date = anchor === undefined ? undefined : checkAnchor(anchor);
  if (typeof parent === 'string') checkParent(world, id, parent);
  if (typeof parent === 'string') seeTenant(world, parent);
  const change = {
    ...(plan !== undefined && { plan, next: null }),
    ...(parent !== undefined && { parent }),
    ...(date !== undefined && { anchor: date }),
    ...(zone !== undefined && { zone }),
  };
  changeTenant(world, id, change, 'set_tenant', by);
}

/** Moves a tenant to another plan, now or at the end of its billing month. @throws InvalidRequestError */
export function setPlan(world: World, id: string, plan: string, by: ChangeBy, at: 'now' | 'period_end' = 'now'): void {
  checkName('tenant', id);
  checkPlan(world, plan);
  checkBy(by);
  const monthEndMs = periodEnd(world, id, 'month', world.state.nowMs);
  const change = at === 'now' ? { plan, next: null } : { next: { plan, atMs: monthEndMs } };
  changeTenant(world, id, change, 'set_plan', by);
}

/** Refuses every call, or ends that. @throws InvalidRequestError */
export function setSuspended(world: World, id: string, isSuspended: boolean, by: ChangeBy): void {
  checkName('tenant', id);
  checkBy(by);
  const since = tenantOf(world, id).suspendedMs ?? world.state.nowMs;
  changeTenant(world, id, { suspendedMs: isSuspended ? since : null }, isSuspended ? 'suspend' : 'resume', by);
}

/** Sets a limit in place of the plan's, or takes it away. @throws InvalidRequestError */
export function setOverride(world: World, { tenant, meter, limit, until }: OverrideRequest, by: ChangeBy): void {
  checkName('tenant', tenant);
  checkMeter(world.catalog, meter);
  checkBy(by);
  const untilMs = until === undefined ? Infinity : Date.parse(checkTime('until', until));
  if (untilMs <= world.state.nowMs) {
    throw new InvalidRequestError('until', 'it would end before it begins', 'Pass a time after now.');
  }
  const { overrides } = world.state;
  const key = termKey(tenant, meter);
  if (limit) checkLimitOf(world, meter, limit);
  seeTenant(world, tenant);
  if (!limit) {
    const noted = { action: 'set_override', by, before: overrideWords(overrides.get(key)), after: null };
    if (overrides.has(key)) changeContract(world, [tenant], noted, () => overrides.delete(key));
    return;
  }
  const { actor, reason } = by;
  const override = { tenant, meter, limit, untilMs, reason, actor, madeMs: world.state.nowMs };
  const [before, after] = [overrideWords(overrides.get(key)), overrideWords(override)];
  if (isSame(before, after)) return;
  changeContract(world, [tenant], { action: 'set_override', by, before, after }, () => overrides.set(key, override));
}

function checkLimitOf(world: World, meter: string, limit: Limit): void {
  try {
    checkLimit('limit', limit, meterOf(world, meter));
  } catch (cause) {
    if (!(cause instanceof CatalogError)) throw cause;
    throw new InvalidRequestError('limit', cause.message, 'Pass a limit that fits the meter.');
  }
}

/** Says how strictly a meter is kept. @throws InvalidRequestError */
export function setMode(world: World, meter: string, mode: Mode, by: ChangeBy): void {
  checkMeter(world.catalog, meter);
  checkBy(by);
  if (!['enforce', 'shadow', 'off'].includes(mode)) {
    throw new InvalidRequestError('mode', `'${mode}' is no mode`, 'Pass enforce, shadow or off.');
  }
  const before = world.state.modes.get(meter) ?? null;
  if (before === mode) return;
  world.state.modes.set(meter, mode);
  note(world, '', { action: 'set_mode', by, before: { meter, mode: before }, after: { meter, mode } });
}

/** A change to what holds already does nothing. */
function changeTenant(world: World, id: string, change: Partial<WorldTenant>, action: string, by: ChangeBy): void {
  seeTenant(world, id);
  const before = tenantOf(world, id);
  const after = { ...before, ...change };
  const { balances, tenants } = world.state;
  if (isSame(before, after)) return;
  const noted = { action, by, before: tenantWords(before), after: tenantWords(after) };
  changeContract(world, [id], noted, () => {
    tenants.set(id, after);
    if (after.anchor === before.anchor && after.zone === before.zone) return;
    for (const balance of balances.values()) if (balance.tenant === id) stretchPeriod(world, balance);
  });
}

/** A contract as it stands in the audit. */
function tenantWords({ plan, next, parent, anchor, zone, suspendedMs }: WorldTenant): object {
  return {
    plan,
    ...(next && { next_plan: next.plan, next_plan_at: isoOf(next.atMs) }),
    ...(parent !== null && { parent }),
    anchor,
    zone,
    ...(suspendedMs !== null && { suspended_at: isoOf(suspendedMs) }),
  };
}

const overrideWords = (override: { meter: string; limit: Limit; untilMs: number } | undefined) =>
  override
    ? {
        meter: override.meter,
        limit: override.limit,
        until: Number.isFinite(override.untilMs) ? isoOf(override.untilMs) : 'infinity',
      }
    : null;

/** All that is compared so is written in one order of its parts; Infinity is told from none by the type. */
const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

function checkPlan({ catalog }: World, plan: string): void {
  checkName('plan', plan);
  if (Object.hasOwn(catalog.plans, plan)) return;
  const known = Object.keys(catalog.plans).join(', ');
  throw new InvalidRequestError('plan', `there is no plan '${plan}'`, `The catalog has ${known}.`);
}

function checkZone(zone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    throw new InvalidRequestError('zone', `'${zone}' is not a time zone`, 'Pass an IANA name, such as Europe/Lisbon.');
  }
}

function checkAnchor(anchor: number | string): string {
  try {
    return anchorOf(anchor);
  } catch {
    throw new InvalidRequestError('anchor', `${anchor} is not a billing day`, 'Pass a day from 1 to 31, or a date.');
  }
}

function checkParent(world: World, id: string, parent: string): void {
  checkName('parent', parent);
  const above = lineageOf(world, parent);
  if (above.includes(id)) throw new InvalidRequestError('parent', 'it is below the tenant', 'Name one that is not.');
  if (above.length + generationsFrom(world, id) <= mostGenerations) return;
  throw new InvalidRequestError('parent', 'too many generations', `Make at most ${mostGenerations}.`);
}

/** The tenant and those above it. */
function lineageOf(world: World, id: string): string[] {
  const { parent } = tenantOf(world, id);
  return parent === null ? [id] : [id, ...lineageOf(world, parent)];
}

/** How many generations there are from a tenant down. */
function generationsFrom(world: World, id: string): number {
  const children = [...world.state.tenants.values()].filter(({ parent }) => parent === id);
  return 1 + Math.max(0, ...children.map((child) => generationsFrom(world, child.id)));
}
