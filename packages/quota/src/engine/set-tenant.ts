import { z } from 'zod';
import type { Catalog, PlanName } from '../catalog/define-catalog.ts';
import { changeContract } from './change-contract.ts';
import type { EngineContext } from './engine-context.ts';
import { InvalidRequestError } from './quota-error.ts';
import { checkName } from './request.ts';

/** Who changed a contract, and why. It stands in the audit. */
export type ChangeBy = { actor: string; reason: string };

export type TenantSettings<C extends Catalog = Catalog> = {
  plan?: PlanName<C>;
  /** Billing day, 1 … 31; in a shorter month its last day. */
  anchor?: number;
  /** IANA time zone. */
  zone?: string;
};

const zoneName = z.string().refine((zone) => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
});

/**
 * Tells what is known of a tenant. A running period stretches to a new anchor: no stub, no second refill.
 * @throws InvalidRequestError for an unknown plan, anchor or zone.
 */
export async function setTenant<C extends Catalog>(
  context: EngineContext<C>,
  tenant: string,
  settings: TenantSettings<C>,
  by: ChangeBy,
): Promise<void> {
  const { plan, anchor, zone } = settings;
  if (plan !== undefined) checkPlan(context.catalog, plan);
  if (anchor !== undefined && !z.int().min(1).max(31).safeParse(anchor).success) {
    throw new InvalidRequestError('anchor', `${anchor} is not a billing day`, 'Pass a whole number from 1 to 31.');
  }
  if (zone !== undefined && !zoneName.safeParse(zone).success) {
    throw new InvalidRequestError('zone', `'${zone}' is not a time zone`, 'Pass an IANA name, such as Europe/Lisbon.');
  }
  await changeContract(context, tenant, 'set_tenant', { plan, anchorDay: anchor, zone }, by);
}

/**
 * Moves a tenant to another plan, at once. Usage carries over; below its usage nothing is taken away, new use is refused.
 * @throws InvalidRequestError for an unknown plan.
 */
export async function setPlan<C extends Catalog>(
  context: EngineContext<C>,
  tenant: string,
  plan: PlanName<C>,
  by: ChangeBy,
): Promise<void> {
  checkPlan(context.catalog, plan);
  await changeContract(context, tenant, 'set_plan', { plan }, by);
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
