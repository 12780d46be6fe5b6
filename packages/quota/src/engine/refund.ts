import { z } from 'zod';
import type { Catalog, MeterName } from '../catalog/define-catalog.ts';
import type { EngineContext } from './engine-context.ts';
import { InvalidRequestError } from './quota-error.ts';
import { checkName } from './request.ts';
import { withRetry } from './with-retry.ts';

export type RefundRequest = {
  tenant: string;
  /** Id of the charge, from its decision. */
  charge: string;
  actor?: string;
};

export type Refund<C extends Catalog = Catalog> = {
  /** What was returned now, by meter; empty where the charge had been returned before. */
  meters: { [M in MeterName<C>]?: number };
};

/**
 * Returns a charge, in the period it was made in while that is open. Asking twice returns it once.
 * @throws InvalidRequestError where the tenant has no such charge.
 */
export async function refund<C extends Catalog>(context: EngineContext<C>, request: RefundRequest): Promise<Refund<C>> {
  checkName('tenant', request.tenant);
  if (!z.guid().safeParse(request.charge).success) throw unknownCharge(request.charge);
  const { sql } = context.database;
  const { tenant, charge, actor = '' } = request;
  const rows = await withRetry(
    () => sql<{ meter: string; amount: number }[]>`
      select meter, amount::float8 from quota.refund_1(${context.testNow()}, ${tenant}, ${charge}, ${actor})`,
  );
  if (rows.length === 0) await checkKnown(context, request);
  else context.changes.announce(tenant);
  return { meters: Object.fromEntries(rows.map(({ meter, amount }) => [meter, amount])) as Refund<C>['meters'] };
}

async function checkKnown({ database: { sql } }: EngineContext, { tenant, charge }: RefundRequest): Promise<void> {
  const [found] = await sql`
    select 1 from quota.entry e join quota.balance b on b.id = e.balance_id where e.charge = ${charge} and b.tenant = ${tenant} limit 1`;
  if (!found) throw unknownCharge(charge);
}

const unknownCharge = (charge: string) =>
  new InvalidRequestError(
    'charge',
    `the tenant has no charge '${charge}'`,
    'Pass the id from a granted decision of this tenant.',
  );
