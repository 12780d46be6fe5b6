import type { Catalog, Plan, PlanName } from '../catalog/define-catalog.ts';
import type { Limit } from '../catalog/limit.ts';
import type { Meter, Mode } from '../catalog/meter.ts';
import { limitAmount } from '../usage/amounts-of.ts';
import type { Draw, World, WorldBalance, WorldTenant, WorldTerms } from './world.ts';

/** Who was never heard of has the default plan. */
export function tenantOf({ catalog, state }: World, id: string): WorldTenant {
  const known = state.tenants.get(id);
  if (known) return known;
  const { defaultPlan: plan } = catalog;
  const calendar = { anchor: '2001-01-01', zone: 'UTC' };
  return { id, parent: null, plan, next: null, ...calendar, suspendedMs: null, createdMs: state.nowMs };
}

/** Writes down who is heard of for the first time. */
export function seeTenant(world: World, id: string): void {
  if (!world.state.tenants.has(id)) world.state.tenants.set(id, tenantOf(world, id));
}

export const meterOf = ({ catalog }: World, meter: string) => catalog.meters[meter] as Meter;

export const modeOf = (world: World, meter: string): Mode =>
  world.state.modes.get(meter) ?? meterOf(world, meter).mode ?? 'enforce';

/** A plan that the catalog doesn't know falls back to the default one. */
export const planNameOf = <C extends Catalog>({ catalog }: World, { plan }: WorldTenant) =>
  (Object.hasOwn(catalog.plans, plan) ? plan : catalog.defaultPlan) as PlanName<C>;

export const termKey = (tenant: string, meter: string) => JSON.stringify([tenant, meter]);

/** The plan's limit, or the override's in its place. */
export function limitOf(world: World, tenant: string, meter: string): Limit {
  const override = world.state.overrides.get(termKey(tenant, meter));
  const plan = world.catalog.plans[planNameOf(world, tenantOf(world, tenant))] as Plan;
  return override?.limit ?? plan.limits[meter] ?? { type: 'none' };
}

export function drawOf(world: World, tenant: string, meter: string): Draw {
  const limit = limitOf(world, tenant, meter);
  if (tenantOf(world, tenant).parent === null) return 'own';
  if (limit.type === 'pooled') return 'through';
  return limit.type === 'capped' && limit.rest === 'pool' ? 'beyond' : 'own';
}

/** A pool that nobody has: it gives nothing. */
export const isPoolMissing = (world: World, tenant: string, meter: string) =>
  limitOf(world, tenant, meter).type === 'pooled' && tenantOf(world, tenant).parent === null;

/** What the limit gives: of a pool that nobody has nothing, as if it were not in the plan. */
export const givenBy = (world: World, tenant: string, meter: string): Limit =>
  isPoolMissing(world, tenant, meter) ? { type: 'none' } : limitOf(world, tenant, meter);

/** What a balance is decided by now. */
export function termsOf(world: World, { tenant, meter, line, ceiling }: WorldBalance): WorldTerms {
  const own = limitAmount(givenBy(world, tenant, meter));
  return {
    plan: tenantOf(world, tenant).plan,
    limit: limitOf(world, tenant, meter),
    isOverride: world.state.overrides.has(termKey(tenant, meter)),
    grants: own === null || line === null ? 0 : Math.max(line - own, 0),
    line,
    ceiling,
  };
}
