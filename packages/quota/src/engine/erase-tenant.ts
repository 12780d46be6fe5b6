import type { EngineContext } from './engine-context.ts';
import { checkBy } from './grant.ts';
import { InvalidRequestError } from './quota-error.ts';
import { checkName } from './request.ts';
import type { Upkeep } from './upkeep.ts';
import type { ChangeBy } from './verbs.ts';

const outcomes = { done: 1, unknown: 2, hasChildren: 3 } as const;

/**
 * Forgets a tenant, for good and in one transaction: its ledger, balances, holds, grants, overrides, periods, refusals,
 * notices, audit. One line of audit stays, under `erasedName`, that says who erased and when.
 *
 * What stays elsewhere: amounts that it drew from a parent's pool, with the actors and features they were booked under, for a
 * ledger is only ever added to (they carry no name of the tenant); and what other tenants' audits say of their own parents
 * and gifts. A call that names the tenant later makes a new one.
 * @returns false where there is no such tenant: it may have been erased before.
 * @throws InvalidRequestError while the tenant has children: erase them, or move them to another parent, first.
 * QuotaUnavailableError while the database is away, or somebody keeps a balance locked: nothing is known to be erased.
 */
export async function eraseTenant(
  context: EngineContext,
  upkeep: Upkeep,
  tenant: string,
  by: ChangeBy,
): Promise<{ erased: boolean }> {
  checkName('tenant', tenant);
  checkBy(by);
  const [{ outcome }] = await upkeep.send(
    (sql) => sql<[{ outcome: number }]>`
      select quota.erase_tenant_1(${context.testNow()}, ${tenant}, ${by.actor}, ${by.reason}) as outcome`,
  );
  if (outcome === outcomes.hasChildren) {
    throw new InvalidRequestError('tenant', 'it has children', 'Erase them first, or move them to another parent.');
  }
  if (outcome === outcomes.unknown) return { erased: false };
  context.changes.announce(tenant);
  return { erased: true };
}
