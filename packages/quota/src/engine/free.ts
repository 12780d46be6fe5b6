import { uuidv7 } from 'uuidv7';
import type { Catalog, LevelName } from '../catalog/define-catalog.ts';
import { type CallerTransaction, tagOf } from './caller-transaction.ts';
import type { EngineContext } from './engine-context.ts';
import { InvalidRequestError } from './quota-error.ts';
import { checkLine, checkName, checkText } from './request.ts';
import { withPatience } from './with-retry.ts';

export type FreeRequest<C extends Catalog = Catalog> = {
  tenant: string;
  /** A level; an allowance is spent and can't be freed. */
  meter: LevelName<C>;
  /** Whole units from 1, at most what is used. */
  amount: number;
  actor?: string;
  feature?: string;
};

/**
 * Gives back part of a level.
 * @returns what is used then.
 * @throws InvalidRequestError where the meter is no level, or less is used than should be freed.
 */
export async function free<C extends Catalog>(
  context: EngineContext<C>,
  request: FreeRequest<C>,
  options: { tx?: CallerTransaction } = {},
): Promise<{ used: number }> {
  const { tenant, meter, amount, actor = '', feature = '' } = request;
  checkName('tenant', tenant);
  checkText('actor', actor);
  checkText('feature', feature);
  checkLine(context.catalog, meter, amount);
  if (context.catalog.meters[meter]?.kind !== 'level') {
    throw new InvalidRequestError(`meters.${meter}`, 'it is not a level', 'Refund the charge of an allowance instead.');
  }
  const id = uuidv7();
  const sql = options.tx ? tagOf(options.tx) : context.database.sql;
  const send = async () => {
    const [row] = await sql<[{ is_freed: boolean; used: number }]>`
      select * from quota.free_1(${options.tx ? null : id}, ${context.testNow()}, ${tenant}, ${meter}, ${amount}, ${id}, ${actor}, ${feature})`;
    return row;
  };
  const { is_freed, used } = await (options.tx ? send() : withPatience(send));
  if (!is_freed) throw new InvalidRequestError(`meters.${meter}`, `only ${used} is used`, `Free at most ${used}.`);
  context.changes.announce(tenant);
  return { used };
}
