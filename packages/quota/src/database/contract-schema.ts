import { sql } from 'drizzle-orm';
import { bigint, boolean, check, index, jsonb, primaryKey, smallint, text, uuid } from 'drizzle-orm/pg-core';
import { amount, at, quota } from './schema.ts';

// What was agreed beside the plan, and what is set aside: tables that few decisions touch.

/** Amounts set aside before the work. Every hold ends once: settled, released, or expired by time. */
export const hold = quota.table(
  'hold',
  {
    /** Also the id of the charge under which it is settled. */
    id: uuid('id').primaryKey(),
    tenant: text('tenant').notNull(),
    key: uuid('key'),
    requestHash: uuid('request_hash'),
    actor: text('actor').notNull().default(''),
    feature: text('feature').notNull().default(''),
    madeAt: at('made_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    endedAt: at('ended_at'),
    /** How it ended; null with `ended_at`, and for one that expired. */
    ending: text('ending'),
  },
  (table) => [
    index('hold_key').on(table.key).where(sql`${table.key} is not null`),
    index('hold_open').on(table.expiresAt).where(sql`${table.endedAt} is null`),
    check('hold_ending', sql`${table.ending} in ('settled', 'released')`),
  ],
);

/** One balance's part of a hold. Lines of one meter stand in the order in which they are drawn: own first. */
export const holdLine = quota.table(
  'hold_line',
  {
    hold: uuid('hold').notNull(),
    line: smallint('line').notNull(),
    /** Whose own line begins the path that this one stands on. */
    meter: text('meter').notNull(),
    balanceId: bigint('balance_id', { mode: 'number' }).notNull(),
    periodStart: at('period_start').notNull(),
    amount: amount('amount').notNull(),
    settled: amount('settled').notNull().default(0),
    draw: smallint('draw').notNull().default(0),
    /** Whether the rest still stands in its balance's `held`. */
    isHeld: boolean('is_held').notNull().default(true),
  },
  (table) => [
    primaryKey({ columns: [table.hold, table.line] }),
    index('hold_line_held').on(table.balanceId).where(sql`${table.isHeld}`),
  ],
);

/** Extra amounts, drawn after the plan's limit, earliest expiry first. */
export const grant = quota.table(
  'grant',
  {
    id: uuid('id').primaryKey(),
    tenant: text('tenant').notNull(),
    meter: text('meter').notNull(),
    amount: amount('amount').notNull(),
    source: text('source').notNull(),
    startsAt: at('starts_at').notNull(),
    /** 'infinity': it doesn't expire. Revoking moves it. */
    expiresAt: at('expires_at').notNull(),
    /** Drawn in periods that ended, and in the running one as of the balance's last opening. */
    drawn: amount('drawn').notNull().default(0),
    drawnNow: amount('drawn_now').notNull().default(0),
    /** In its balance's line since that was opened last. */
    isCounted: boolean('is_counted').notNull().default(false),
    /** The tenant that gave it from a grant of its own. */
    giver: text('giver'),
    key: uuid('key').unique('grant_key'),
    reason: text('reason').notNull(),
    madeAt: at('made_at').notNull(),
  },
  (table) => [
    index('grant_tenant').on(table.tenant, table.meter),
    check('grant_source', sql`${table.source} in ('bonus', 'purchase', 'gift', 'rollover')`),
    check('grant_amount', sql`${table.amount} >= ${table.drawn} + ${table.drawnNow}`),
  ],
);

/** A limit that stands in place of the plan's. */
export const override = quota.table(
  'override',
  {
    tenant: text('tenant').notNull(),
    meter: text('meter').notNull(),
    limit: jsonb('limit').notNull(),
    /** 'infinity': it stays. */
    until: at('until').notNull(),
    reason: text('reason').notNull(),
    actor: text('actor').notNull(),
    madeAt: at('made_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.meter] })],
);

/** How strictly a meter is kept, where an operator said otherwise than the catalog. */
export const mode = quota.table('mode', {
  meter: text('meter').primaryKey(),
  mode: text('mode').notNull(),
  changedAt: at('changed_at').notNull(),
});

/** Where line and ceiling stood from an entry on, and why: what a later question about a decision is answered from. */
export const opening = quota.table(
  'opening',
  {
    balanceId: bigint('balance_id', { mode: 'number' }).notNull(),
    /** The balance's `seq` then: it holds for entries after it. */
    seq: bigint('seq', { mode: 'number' }).notNull(),
    at: at('at').notNull(),
    line: amount('line'),
    ceiling: amount('ceiling'),
    facts: jsonb('facts').notNull(),
  },
  (table) => [index('opening_balance').on(table.balanceId, table.seq, table.at)],
);
