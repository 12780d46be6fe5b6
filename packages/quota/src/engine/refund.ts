import { z } from 'zod';
import type { Catalog, MeterName } from '../catalog/define-catalog.ts';
import type { EngineContext } from './engine-context.ts';
import { InvalidRequestError } from './quota-error.ts';
import { checkName, checkText } from './request.ts';
import { withPatience } from './with-retry.ts';

export type RefundRequest = {
  tenant: string;
  /** Id of the charge, from its decision. */
  charge: string;
  actor?: string;
};

export type Refund<C extends Catalog = Catalog> = {
  /** What was returned now, by meter; empty where the charge had been returned before. Of a level what is still used. */
  meters: { [M in MeterName<C>]?: number };
};

/**
 * Returns a charge, in the period it was made in while that is open. Asking twice returns it once.
 * @throws InvalidRequestError where the tenant has no such charge.
 */
export async function refund<C extends Catalog>(context: EngineContext<C>, request: RefundRequest): Promise<Refund<C>> {
  checkName('tenant', request.tenant);
  checkText('actor', request.actor ?? '');
  if (!z.guid().safeParse(request.charge).success) throw unknownCharge(request.charge);
  const { sql } = context.database;
  const { tenant, charge, actor = '' } = request;
  const send = (mayBeStale: boolean) =>
    withPatience(
      () => sql<Returned[]>`
        select meter, amount::float8, is_stale from quota.refund_1(
          ${context.testNow()}, ${tenant}, ${charge}, ${actor}, ${mayBeStale})`,
    );
  let rows = await send(true);
  const stale = rows.filter(({ is_stale, meter }) => is_stale && Object.hasOwn(context.catalog.meters, meter));
  if (stale.length > 0) await context.openBalances(stale.map(({ meter }) => ({ tenant, meter })));
  if (rows.some(({ is_stale }) => is_stale)) rows = await send(false);
  if (rows.length === 0) await checkKnown(context, request);
  else context.changes.announce(tenant);
  const returned = rows.filter(({ amount }) => amount > 0).map(({ meter, amount }) => [meter, amount]);
  return { meters: Object.fromEntries(returned) as Refund<C>['meters'] };
}

type Returned = { meter: string; amount: number; is_stale: boolean };

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
