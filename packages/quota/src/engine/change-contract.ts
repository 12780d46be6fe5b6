import type { Tenant } from './contract.ts';
import { failureKind } from './database-error.ts';
import type { EngineContext } from './engine-context.ts';
import { checkName } from './request.ts';
import type { ChangeBy } from './set-tenant.ts';
import { withPatience, withRetry } from './with-retry.ts';

type Change = Partial<Pick<Tenant, 'plan' | 'anchorDay' | 'zone'>>;
type Loose<T> = { [K in keyof T]: T[K] | undefined };

/**
 * Writes a tenant's new contract and puts it on record; then opens the balances, so that what the change means is told
 * at once. A change to what holds already does nothing.
 */
export async function changeContract(
  context: EngineContext,
  id: string,
  action: string,
  change: Loose<Change>,
  { actor, reason }: ChangeBy,
): Promise<void> {
  checkName('tenant', id);
  checkName('actor', actor);
  checkName('reason', reason);
  const { plan = null, anchorDay = null, zone = null } = change;
  if (anchorDay !== null || zone !== null) await openTurned(context, id);
  const stale = await withPatience(
    () => context.database.sql<{ meter: string }[]>`
      select meter from quota.change_contract_1(${context.testNow()}, ${id}, ${context.catalog.defaultPlan}, ${plan},
        ${anchorDay}, ${zone}, ${action}, ${actor}, ${reason})`,
  );
  // The change holds already: where somebody keeps a balance from being opened now, its next call opens it.
  await openKnown(context, id, stale).catch(unlessBlocked);
  context.changes.announce(id);
}

/**
 * A period that runs by the calendar, but that no call has opened yet, is opened before the calendar changes: else the new
 * one would cut a stub out of it, and refill twice.
 */
async function openTurned(context: EngineContext, tenant: string): Promise<void> {
  const turned = await withRetry(
    () => context.database.sql<{ meter: string }[]>`
      select meter from quota.balance
      where tenant = ${tenant} and actor = '' and valid_until <= coalesce(${context.testNow()}::timestamptz, clock_timestamp())`,
  );
  await openKnown(context, tenant, turned);
}

function unlessBlocked(cause: unknown): void {
  if (failureKind(cause) !== 'blocked') throw cause;
}

/** Leaves out what an earlier declaration counted and this one doesn't. */
async function openKnown(context: EngineContext, tenant: string, balances: { meter: string }[]): Promise<void> {
  const known = balances.filter(({ meter }) => Object.hasOwn(context.catalog.meters, meter));
  if (known.length > 0) await context.openBalances(known.map(({ meter }) => ({ tenant, meter })));
}
