import { bigint, primaryKey, text } from 'drizzle-orm/pg-core';
import { amount, at, quota } from './schema.ts';

// What aggregation writes: sums of the ledger, by which history and forecasts are quick.

/** What a balance's tenant used in a bucket of its own zone, also of what it drew on pools. */
export const rollup = quota.table(
  'rollup',
  {
    balanceId: bigint('balance_id', { mode: 'number' }).notNull(),
    /** `hour` or `day`; months are summed from days. */
    grain: text('grain').notNull(),
    /** Its first moment. Hours keep the zone in which they were aggregated, days have the tenant's. */
    bucket: at('bucket').notNull(),
    feature: text('feature').notNull(),
    actor: text('actor').notNull(),
    /** Used, less what was returned. */
    amount: amount('amount').notNull(),
    /** Charges and events that used something first in it. */
    calls: bigint('calls', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.balanceId, table.grain, table.bucket, table.feature, table.actor] })],
);

/** Up to which entry of a balance the rollups know the ledger. */
export const rollupCursor = quota.table('rollup_cursor', {
  balanceId: bigint('balance_id', { mode: 'number' }).primaryKey(),
  seq: bigint('seq', { mode: 'number' }).notNull().default(0),
  /** When the last of them was booked: the ledger's months before it needn't be looked at. */
  bookedAt: at('booked_at').notNull().default('-infinity'),
});

/** When a task of upkeep ran through last, by whichever process. */
export const upkeep = quota.table('upkeep', {
  task: text('task').primaryKey(),
  ranAt: at('ran_at').notNull(),
});
