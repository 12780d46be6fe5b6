import { uuidv7 } from 'uuidv7';
import type { Catalog } from '../catalog/define-catalog.ts';
import { meterOfStored, storedMeter } from '../catalog/stored-meter.ts';
import { unavailableUnlessBug } from './decide-request.ts';
import type { EngineContext } from './engine-context.ts';
import { checkForMs } from './hold.ts';
import { openTenant } from './open-tenant.ts';
import { HoldEndedError, InvalidRequestError } from './quota-error.ts';
import { checkId, checkName, checkRequest } from './request.ts';
import { uncountedId } from './uncounted.ts';
import type { Settlement, SettleRequest } from './verbs.ts';
import { withPatience } from './with-retry.ts';

/**
 * Settles a hold by what the work really took: less returns the rest, more is booked truthfully and told under `above`. With
 * `more` in parts, while a stream runs. After the hold expired it is booked all the same, late.
 * @throws InvalidRequestError for a hold or meter that the tenant didn't hold; HoldEndedError where it was settled or
 * released before. QuotaUnavailableError while the database is away: nothing was booked.
 */
export async function settle<C extends Catalog>(
  context: EngineContext<C>,
  { tenant, hold, meters, more = false }: SettleRequest<C>,
): Promise<Settlement<C>> {
  const named = Object.values(meters).some((amount) => amount !== undefined);
  const lines = named ? checkRequest(context.catalog, { tenant, meters }, { countedOnly: true, from: 0 }) : [];
  return end(context, tenant, hold, lines, { more, isRelease: false });
}

/**
 * Gives back what is held still. Of a hold that expired there is nothing to give back.
 * @throws InvalidRequestError for a hold that the tenant doesn't have; HoldEndedError where it was settled or released.
 */
export const release = <C extends Catalog>(
  context: EngineContext<C>,
  { tenant, hold }: { tenant: string; hold: string },
): Promise<Settlement<C>> => end(context, tenant, hold, [], { more: false, isRelease: true });

/**
 * Renews a hold while its work lives: it expires `forMs` from now.
 * @throws InvalidRequestError for a hold that the tenant doesn't have; HoldEndedError where it has ended, by time too.
 */
export async function extend(
  context: EngineContext,
  { tenant, hold, forMs }: { tenant: string; hold: string; forMs: number },
): Promise<{ expiresAt: string }> {
  checkName('tenant', tenant);
  checkForMs(forMs);
  checkId('hold', hold);
  if (hold === uncountedId) {
    return { expiresAt: new Date(Date.parse(context.testNow() ?? new Date().toISOString()) + forMs).toISOString() };
  }
  const [row] = await withPatience(
    () => context.database.sql<[{ outcome: number; expires_at_ms: number; ending: Ending }]>`
      select * from quota.extend_1(${context.testNow()}, ${tenant}, ${hold}, ${forMs})`,
  ).catch(unavailableUnlessBug);
  if (row.outcome === outcomes.unknown) throw unknownHold(hold);
  if (row.outcome === outcomes.ended) throw new HoldEndedError(row.ending ?? 'expired');
  return { expiresAt: new Date(row.expires_at_ms).toISOString() };
}

type Ending = 'settled' | 'released' | null;
const outcomes = { done: 1, unknown: 2, ended: 3, notHeld: 4, stale: 5 } as const;

type Row = {
  outcome: number;
  meter: string[];
  booked: number[];
  returned: number[];
  above: number[];
  is_late: boolean;
  crossed: boolean;
  ending: Ending;
};

async function end<C extends Catalog>(
  context: EngineContext<C>,
  tenant: string,
  hold: string,
  lines: [string, number][],
  { more, isRelease }: { more: boolean; isRelease: boolean },
): Promise<Settlement<C>> {
  checkName('tenant', tenant);
  checkId('hold', hold);
  if (hold === uncountedId) return { hold, booked: {}, returned: {}, above: {}, late: false, ended: !more };
  const { catalog, database } = context;
  const batch = uuidv7();
  const stored = lines.map(([meter]) => storedMeter(catalog, meter));
  const send = (mayBeStale: boolean) =>
    withPatience(
      () => database.sql<[Row]>`
        select * from quota.settle_1(${batch}, ${context.testNow()}, ${tenant}, ${hold}, ${stored},
          ${lines.map(([, amount]) => amount)}, ${more}, ${isRelease}, ${mayBeStale})`,
    ).catch(unavailableUnlessBug);
  let [row] = await send(true);
  if (row.outcome === outcomes.stale) {
    await openTenant(context, tenant).catch(unavailableUnlessBug);
    [row] = await send(false);
  }
  switch (row.outcome) {
    case outcomes.unknown:
      throw unknownHold(hold);
    case outcomes.ended:
      throw new HoldEndedError(row.ending ?? 'expired');
    case outcomes.notHeld:
      throw new InvalidRequestError('meters', 'not all of them are held', 'Name meters that the hold was made with.');
  }
  if (row.crossed) context.onCrossed();
  context.changes.announce(tenant);
  const byMeter = (amounts: number[]) =>
    Object.fromEntries(
      row.meter.flatMap((meter, index) => {
        const name = meterOfStored(catalog, meter);
        return name !== undefined && (amounts[index] ?? 0) > 0 ? [[name, amounts[index]]] : [];
      }),
    ) as Settlement<C>['booked'];
  return {
    hold,
    booked: byMeter(row.booked),
    returned: byMeter(row.returned),
    above: byMeter(row.above),
    late: row.is_late,
    ended: !more,
  };
}

const unknownHold = (hold: string) =>
  new InvalidRequestError(
    'hold',
    `the tenant has no hold '${hold}'`,
    'Pass the id from a granted hold of this tenant.',
  );
