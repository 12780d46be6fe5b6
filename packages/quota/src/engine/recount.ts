import { uuidv7 } from 'uuidv7';
import type { Catalog } from '../catalog/define-catalog.ts';
import { storedMeter } from '../catalog/stored-meter.ts';
import { type CallerTransaction, tagOf } from './caller-transaction.ts';
import { unavailableUnlessBug } from './decide-request.ts';
import type { EngineContext } from './engine-context.ts';
import { checkLevel } from './free.ts';
import { checkLine, checkName } from './request.ts';
import type { ChangeBy, RecountRequest } from './verbs.ts';
import { withPatience } from './with-retry.ts';

export type RecountOptions = {
  /**
   * The application's own transaction. `count` may then be a function: it is asked while the level is locked, so that
   * nothing is taken or freed between counting and booking.
   */
  tx?: CallerTransaction;
};

/**
 * Sets a level to what the application counts, and books the difference with its reason. It may end above the ceiling: new
 * use is refused then, and nothing is taken away.
 * @returns what was used before and after.
 * @throws InvalidRequestError where the meter is no level, or the count isn't a whole number from 0.
 */
export async function recount<C extends Catalog>(
  context: EngineContext<C>,
  { tenant, meter, count }: RecountRequest<C>,
  { actor, reason }: ChangeBy,
  { tx }: RecountOptions = {},
): Promise<{ before: number; after: number }> {
  const { catalog, database } = context;
  checkName('tenant', tenant);
  checkName('actor', actor);
  checkName('reason', reason);
  if (typeof count === 'number') checkLine(catalog, meter, count, 0);
  checkLevel(catalog, meter);
  const name = { tenant, meter: meter as string, actor: '' };
  const open = () => context.openBalances([name]).catch(unavailableUnlessBug);
  // Whether it ends above the ceiling is told by the contract of now. The caller's own transaction may hold the balance.
  if (!tx || !context.balances.pathOf(name)) await open();
  const stored = storedMeter(catalog, meter);
  const sql = tx ? tagOf(tx) : database.sql;
  const id = uuidv7();
  if (tx) {
    const lock = () =>
      sql`select 1 from quota.balance where tenant = ${tenant} and meter = ${stored} and actor = '' for no key update`;
    // Another process may have erased the tenant since this one opened the balance.
    if ((await lock()).length === 0) {
      await open();
      await lock();
    }
  }
  const counted = typeof count === 'number' ? count : await count();
  checkLine(catalog, meter, counted, 0);
  const send = async () => {
    const [row] = await sql<[{ used_before: number; used_after: number; crossed: boolean }]>`
      select * from quota.recount_1(${tx ? null : id}, ${context.testNow()}, ${tenant}, ${stored}, ${counted}, ${id}, ${actor}, ${reason})`;
    return row;
  };
  const ask = () => (tx ? send() : withPatience(send).catch(unavailableUnlessBug));
  let row = await ask();
  if (row.used_before < 0) {
    await open();
    row = await ask();
  }
  if (row.crossed) context.onCrossed();
  context.changes.announce(tenant);
  return { before: Math.max(row.used_before, 0), after: row.used_after };
}
