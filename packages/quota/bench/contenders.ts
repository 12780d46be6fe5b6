import { eq, sql as text } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { uuidv7 } from 'uuidv7';
import { arrayTypes } from '../src/database/array-types.ts';
import { balance, entry } from '../src/database/schema.ts';
import { decide } from '../src/engine/decide.ts';
import type { Ask } from './measure.ts';

/** As many connections as a web process would use at most. */
const connections = 32;

/** The same SQL function, called once a request: what batching adds stands beside it. */
export async function oneCallPerRequest(url: string): Promise<{ ask: Ask; end(): Promise<void> }> {
  const sql = postgres(url, { max: connections, fetch_types: false, types: arrayTypes });
  const ids = await balanceIds(sql);
  const ask: Ask = async (tenant) => {
    const lines = [{ path: [ids.get(tenant) as number], amount: 1, isShadow: false }];
    const request = {
      kind: 'consume' as const,
      lines,
      charge: uuidv7(),
      key: null,
      requestHash: null,
      actor: '',
      feature: '',
    };
    const { answers } = await decide(sql, [request], { batch: uuidv7(), isAgain: false, now: null, catalogVersion: 1 });
    if (answers[0]?.outcome !== 'granted') throw new Error(`Not granted: ${answers[0]?.outcome}`);
  };
  return { ask, end: () => sql.end() };
}

/** What one would write: lock the row, look, update it and the ledger, in a Drizzle transaction. */
export async function selectForUpdate(url: string): Promise<{ ask: Ask; end(): Promise<void> }> {
  const sql = postgres(url, { max: connections });
  const db = drizzle(sql);
  const ids = await balanceIds(sql);
  const ask: Ask = (tenant) =>
    db.transaction(async (tx) => {
      const id = ids.get(tenant) as number;
      const [row] = await tx.select().from(balance).where(eq(balance.id, id)).for('update');
      if (!row || (row.ceiling !== null && row.used + 1 > row.ceiling)) throw new Error('Not granted');
      await tx
        .update(balance)
        .set({ used: row.used + 1, seq: row.seq + 1 })
        .where(eq(balance.id, id));
      const at = text`now()` as unknown as string;
      const { periodStart } = row;
      await tx.insert(entry).values({
        balanceId: id,
        seq: row.seq + 1,
        periodStart,
        at,
        bookedAt: at,
        kind: 'consume',
        amount: 1,
        charge: uuidv7(),
      });
    });
  return { ask, end: () => sql.end() };
}

async function balanceIds(sql: postgres.Sql): Promise<Map<string, number>> {
  const rows = await sql<{ id: number; tenant: string }[]>`select id::float8 as id, tenant from quota.balance`;
  return new Map(rows.map(({ id, tenant }) => [tenant, id]));
}
