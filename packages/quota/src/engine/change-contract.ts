import { unavailableUnlessBug } from './decide-request.ts';
import type { EngineContext } from './engine-context.ts';
import { openTenant } from './open-tenant.ts';
import { InvalidRequestError, QuotaUnavailableError } from './quota-error.ts';
import { checkName } from './request.ts';
import type { ChangeBy } from './verbs.ts';
import { withPatience } from './with-retry.ts';

/** The parts of a tenant's contract that change; those that are left out stay. Null: none. */
export type ContractChange = {
  plan?: string | undefined;
  next_plan?: string | null;
  next_plan_at?: string | null;
  parent?: string | null | undefined;
  anchor?: string | undefined;
  zone?: string | undefined;
  suspended?: boolean;
};

const outcomes = { done: 1, cycle: 2, tooDeep: 3 } as const;

/**
 * Writes a tenant's new contract and puts it on record; then opens the balances, so that what the change means is told
 * at once. A change to what holds already does nothing.
 */
export async function changeContract(
  context: EngineContext,
  tenant: string,
  action: string,
  change: ContractChange,
  { actor, reason }: ChangeBy,
): Promise<void> {
  checkName('tenant', tenant);
  checkName('actor', actor);
  checkName('reason', reason);
  await openBefore(context, [tenant]);
  const [row] = await withPatience(
    () => context.database.sql<[{ outcome: number }]>`
      select outcome from quota.change_contract_2(${context.testNow()}, ${tenant}, ${context.catalog.defaultPlan},
        ${JSON.stringify(change)}::text::jsonb, ${action}, ${actor}, ${reason})`,
  ).catch(unavailableUnlessBug);
  if (row.outcome === outcomes.cycle) {
    throw new InvalidRequestError(
      'parent',
      'it is the tenant itself or one below it',
      'Name a tenant of another line.',
    );
  }
  if (row.outcome === outcomes.tooDeep) {
    throw new InvalidRequestError('parent', 'there would be more than five generations', 'Name a tenant further up.');
  }
  await openChanged(context, [tenant]);
}

/**
 * What has turned by the calendar, but that no call has opened yet, is opened before a contract changes: it ended by the old
 * one. A new calendar would cut a stub out of it and refill twice, a new plan roll over what another one gave.
 */
export async function openBefore(context: EngineContext, tenants: string[]): Promise<void> {
  for (const tenant of tenants) await openTenant(context, tenant).catch(unavailableUnlessBug);
}

/** Opens what a change made stale. Where somebody keeps a balance from being opened now, its next call opens it. */
export async function openChanged(context: EngineContext, tenants: string[]): Promise<void> {
  for (const tenant of tenants) {
    await openTenant(context, tenant)
      .catch(unavailableUnlessBug)
      .catch((cause: unknown) => {
        if (!(cause instanceof QuotaUnavailableError)) throw cause;
      });
    context.changes.announce(tenant);
  }
  context.onCrossed();
}
