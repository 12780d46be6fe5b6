import { uuidv7 } from 'uuidv7';
import type { Catalog } from '../catalog/define-catalog.ts';
import { meterOfStored, storedMeter } from '../catalog/stored-meter.ts';
import { unavailableUnlessBug } from './decide-request.ts';
import type { EngineContext } from './engine-context.ts';
import { openTenant } from './open-tenant.ts';
import { InvalidRequestError } from './quota-error.ts';
import { checkId, checkName, checkRequest, checkText } from './request.ts';
import { uncountedId } from './uncounted.ts';
import type { Refund, RefundRequest } from './verbs.ts';
import { withPatience } from './with-retry.ts';

/**
 * Returns a charge, or part of it, in the period it was made in while that is open. The whole of it is returned once,
 * however often it is asked for.
 * @throws InvalidRequestError where the tenant has no such charge, or less is left of it.
 * QuotaUnavailableError while the database is away: nothing was returned.
 */
export async function refund<C extends Catalog>(
  context: EngineContext<C>,
  request: RefundRequest<C>,
): Promise<Refund<C>> {
  const { tenant, charge, actor = '', meters } = request;
  const lines = meters && checkRequest(context.catalog, { tenant, meters }, { countedOnly: true });
  return giveBack(context, { tenant, charge, actor, kind: 'refund', ...(lines && { lines }) });
}

export type GiveBack = {
  tenant: string;
  charge: string;
  actor: string;
  kind: 'refund' | 'free' | 'reverse';
  /** Part of it; all that is left where it is left out. */
  lines?: [string, number][];
};

const outcomes = { unknown: 2, tooMuch: 3, stale: 5 } as const;

type Row = { outcome: number; meter: string[]; returned: number[]; remaining: number[] };

/** Takes back what a charge booked: refunded, freed, or reversed. */
export async function giveBack<C extends Catalog>(
  context: EngineContext<C>,
  { tenant, charge, actor, kind, lines }: GiveBack,
): Promise<Refund<C>> {
  const { catalog, database } = context;
  checkName('tenant', tenant);
  checkText('actor', actor);
  checkId('charge', charge);
  if (charge === uncountedId) return { meters: {} };
  // Granted while the database was away, and not booked yet: then it never is.
  if (!lines && context.admitted.drop(charge)) return { meters: {} };
  const stored = lines?.map(([meter]) => storedMeter(catalog, meter)) ?? null;
  const amounts = lines?.map(([, amount]) => amount) ?? null;
  const batch = uuidv7();
  const send = (mayBeStale: boolean) =>
    withPatience(
      () => database.sql<[Row]>`
        select * from quota.refund_2(${batch}, ${context.testNow()}, ${tenant}, ${charge}, ${stored}, ${amounts}, ${kind}, ${actor},
          ${mayBeStale})`,
    ).catch(unavailableUnlessBug);
  let [row] = await send(true);
  if (row.outcome === outcomes.stale) {
    await openTenant(context, tenant).catch(unavailableUnlessBug);
    [row] = await send(false);
  }
  if (row.outcome === outcomes.unknown) throw unknownCharge(charge);
  if (row.outcome === outcomes.tooMuch) {
    const meter = meterOfStored(catalog, row.meter.at(-1) ?? '') ?? '';
    const left = row.remaining.at(-1) ?? 0;
    throw new InvalidRequestError(`meters.${meter}`, `only ${left} of the charge is left`, `Return at most ${left}.`);
  }
  context.changes.announce(tenant);
  const returned = row.meter.flatMap((meter, index) => {
    const amount = row.returned[index] ?? 0;
    return amount > 0 ? [[meterOfStored(catalog, meter) ?? meter, amount]] : [];
  });
  return { meters: Object.fromEntries(returned) as Refund<C>['meters'] };
}

const unknownCharge = (charge: string) =>
  new InvalidRequestError(
    'charge',
    `the tenant has no charge '${charge}'`,
    'Pass the id from a granted decision of this tenant.',
  );
