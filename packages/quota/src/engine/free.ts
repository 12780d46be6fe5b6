import { uuidv7 } from 'uuidv7';
import type { Catalog } from '../catalog/define-catalog.ts';
import { storedMeter } from '../catalog/stored-meter.ts';
import { type CallerTransaction, tagOf } from './caller-transaction.ts';
import { unavailableUnlessBug } from './decide-request.ts';
import type { EngineContext } from './engine-context.ts';
import { InvalidRequestError } from './quota-error.ts';
import { giveBack } from './refund.ts';
import { checkLine, checkName, checkText } from './request.ts';
import type { FreeRequest } from './verbs.ts';
import { withPatience } from './with-retry.ts';

/**
 * Gives back part of a level.
 * @returns what is used then, of its own and of pools.
 * @throws InvalidRequestError where the meter is no level, or less is used (or left of the charge) than should be freed.
 * QuotaUnavailableError while the database is away: nothing was freed.
 */
export async function free<C extends Catalog>(
  context: EngineContext<C>,
  request: FreeRequest<C>,
  options: { tx?: CallerTransaction } = {},
): Promise<{ used: number }> {
  const { tenant, meter, amount, actor = '', feature = '', charge } = request;
  checkName('tenant', tenant);
  checkText('actor', actor);
  checkText('feature', feature);
  checkLine(context.catalog, meter, amount);
  checkLevel(context.catalog, meter);
  if (charge !== undefined) {
    if (options.tx)
      throw new InvalidRequestError('charge', 'a transaction frees without one', 'Leave it or { tx } out.');
    await giveBack(context, { tenant, charge, actor, kind: 'free', lines: [[meter, amount]] });
    return { used: await usedOf(context, tenant, meter) };
  }
  const id = uuidv7();
  const sql = options.tx ? tagOf(options.tx) : context.database.sql;
  const send = async () => {
    const [row] = await sql<[{ is_freed: boolean; used: number }]>`
      select * from quota.free_2(${options.tx ? null : id}, ${context.testNow()}, ${tenant}, ${storedMeter(context.catalog, meter)},
        ${amount}, ${id}, ${actor}, ${feature})`;
    return row;
  };
  const { is_freed, used } = await (options.tx ? send() : withPatience(send).catch(unavailableUnlessBug));
  if (!is_freed) throw new InvalidRequestError(`meters.${meter}`, `only ${used} is used`, `Free at most ${used}.`);
  context.changes.announce(tenant);
  return { used };
}

/** @throws InvalidRequestError for a meter that is no level. */
export function checkLevel(catalog: Catalog, meter: string): void {
  if (catalog.meters[meter]?.kind === 'level') return;
  throw new InvalidRequestError(`meters.${meter}`, 'it is not a level', 'Refund the charge of an allowance instead.');
}

async function usedOf({ catalog, database: { sql } }: EngineContext, tenant: string, meter: string): Promise<number> {
  const [row] = await withPatience(
    () => sql<{ used: number }[]>`
      select used::float8 as used from quota.balance where tenant = ${tenant} and meter = ${storedMeter(catalog, meter)} and actor = ''`,
  ).catch(unavailableUnlessBug);
  return row?.used ?? 0;
}
