import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';

/** Everything Plimsoll stores stands in one Postgres schema, beside the application's own tables. */
export const quota = pgSchema('quota');

export const amount = (name: string) => bigint(name, { mode: 'number' });
export const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' });

/** Who has limits. `revision` counts changes of contract. */
export const tenant = quota.table(
  'tenant',
  {
    id: text('id').primaryKey(),
    /** Whose pool is drawn from. */
    parent: text('parent'),
    plan: text('plan').notNull(),
    /** A change that is agreed and not due yet. */
    nextPlan: text('next_plan'),
    nextPlanAt: at('next_plan_at'),
    /** Its day is the billing day, its weekday starts weeks, its month starts years. */
    anchor: date('anchor').notNull().default('2001-01-01'),
    zone: text('zone').notNull().default('UTC'),
    suspendedAt: at('suspended_at'),
    revision: integer('revision').notNull().default(1),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (table) => [
    index('tenant_parent').on(table.parent).where(sql`${table.parent} is not null`),
    check('tenant_next_plan', sql`(${table.nextPlan} is null) = (${table.nextPlanAt} is null)`),
    check('tenant_parent_other', sql`${table.parent} <> ${table.id}`),
  ],
);

/** Declarations by content hash. A version is taken when a process starts with another declaration than the newest. */
export const catalog = quota.table('catalog', {
  version: integer('version').primaryKey().generatedAlwaysAsIdentity(),
  hash: text('hash').notNull(),
  declaration: jsonb('declaration').notNull(),
  startedAt: at('started_at').notNull().defaultNow(),
});

/**
 * The one row that carries a meter's current usage: a projection of the ledger, with what TypeScript resolved from
 * calendar and contract. No index stands on a changing column, so that updates stay HOT.
 */
export const balance = quota.table(
  'balance',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    tenant: text('tenant').notNull(),
    meter: text('meter').notNull(),
    /** '' but for rates per actor. */
    actor: text('actor').notNull().default(''),
    periodStart: at('period_start').notNull(),
    periodEnd: at('period_end').notNull(),
    /** Past it the row is stale: its ceiling must be computed again before it may decide. */
    validUntil: at('valid_until').notNull(),
    catalogVersion: integer('catalog_version').notNull(),
    revision: integer('revision').notNull(),
    /** Null: unlimited. */
    line: amount('line'),
    /** Null: unlimited. */
    ceiling: amount('ceiling'),
    used: amount('used').notNull().default(0),
    held: amount('held').notNull().default(0),
    /** Number of the last entry, given under the row's lock, so in commit order. */
    seq: bigint('seq', { mode: 'number' }).notNull().default(0),
    /** Amounts of `used` at which a notice is due, lowest first, and what each is called. */
    noticeAt: bigint('notice_at', { mode: 'number' }).array().notNull().default([]),
    noticeLevel: text('notice_level').array().notNull().default([]),
    /** A level that falls to this becomes stale, so that its thresholds are armed again. */
    rearmAt: amount('rearm_at').notNull().default(-1),
    /** For levels the `seq` at which the thresholds were last armed, 0 for allowances: part of a notice's identity. */
    armed: bigint('armed', { mode: 'number' }).notNull().default(0),
    isLevel: boolean('is_level').notNull().default(false),
    /** Usage that the plan's limit covers; what is used or held beyond it draws on grants. The largest amount: never draws. */
    base: amount('base').notNull().default(0),
    /** What the limit itself gives; the largest amount: without end, or a level's. */
    own: amount('own').notNull().default(0),
    openedAt: at('opened_at').notNull().default(sql`'-infinity'`),
    /** The parent's balance that is drawn from, and how: 1 each unit through it, 2 what the own room doesn't hold. */
    pool: bigint('pool', { mode: 'number' }),
    draw: smallint('draw').notNull().default(0),
    /** A window opens with the first granted call; until then its period has no end. */
    windowMs: bigint('window_ms', { mode: 'number' }),
    /** How long grace lasts, and since when it runs. */
    graceMs: bigint('grace_ms', { mode: 'number' }),
    graceFrom: at('grace_from'),
    /** Of a rate: microseconds that `line` units take; the debt in unit-microseconds, and when it was that much. */
    perUs: bigint('per_us', { mode: 'number' }),
    debt: bigint('debt', { mode: 'number' }).notNull().default(0),
    debtAt: at('debt_at').notNull().default(sql`'-infinity'`),
  },
  (table) => [unique('balance_tenant_meter_actor').on(table.tenant, table.meter, table.actor)],
);

/** The append-only ledger: the truth. Signed amounts; a balance's `used` is their sum. Partitioned by `booked_at`. */
export const entry = quota.table(
  'entry',
  {
    balanceId: bigint('balance_id', { mode: 'number' }).notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    periodStart: at('period_start').notNull(),
    at: at('at').notNull(),
    bookedAt: at('booked_at').notNull(),
    kind: text('kind').notNull(),
    amount: amount('amount').notNull(),
    charge: uuid('charge').notNull(),
    key: uuid('key'),
    requestHash: uuid('request_hash'),
    actor: text('actor').notNull().default(''),
    feature: text('feature').notNull().default(''),
    /** Booked after the period it belongs to had closed, or above the ceiling after the fact. */
    late: boolean('late').notNull().default(false),
    /** How the balance drew on its pool when this was booked: see `balance.draw`. */
    draw: smallint('draw').notNull().default(0),
    /** In a pool, the balance that drew on it; null: the charge is the balance's own. */
    via: bigint('via', { mode: 'number' }),
  },
  (table) => [
    primaryKey({ columns: [table.balanceId, table.seq, table.bookedAt] }),
    index('entry_charge').on(table.charge),
    index('entry_key').on(table.key).where(sql`${table.key} is not null`),
    check(
      'entry_kind',
      sql`${table.kind} in ('consume', 'settle', 'record', 'refund', 'free', 'recount', 'reverse', 'brought_forward')`,
    ),
  ],
);

/** A period that has turned, as it ended. */
export const period = quota.table(
  'period',
  {
    balanceId: bigint('balance_id', { mode: 'number' }).notNull(),
    periodStart: at('period_start').notNull(),
    periodEnd: at('period_end').notNull(),
    used: amount('used').notNull(),
    held: amount('held').notNull(),
    line: amount('line'),
    ceiling: amount('ceiling'),
    lastSeq: bigint('last_seq', { mode: 'number' }).notNull(),
    /** What the plan's limit covers: see `balance.base`. */
    base: amount('base').notNull().default(0),
    closedAt: at('closed_at'),
    /** Written as it closes, together the `used` of that moment: by the limit, by grants, priced, and late. */
    included: amount('included'),
    granted: amount('granted'),
    overage: amount('overage'),
    late: amount('late'),
  },
  (table) => [
    primaryKey({ columns: [table.balanceId, table.periodStart] }),
    index('period_open').on(table.periodEnd).where(sql`${table.closedAt} is null`),
  ],
);

/** Refusals, counted by minute: a row for each would let a refused caller flood the disk. */
export const refusal = quota.table(
  'refusal',
  {
    balanceId: bigint('balance_id', { mode: 'number' }).notNull(),
    minute: at('minute').notNull(),
    reason: text('reason').notNull(),
    actor: text('actor').notNull().default(''),
    count: bigint('count', { mode: 'number' }).notNull(),
    asked: amount('asked').notNull(),
    lastLimit: amount('last_limit').notNull(),
    lastUsed: amount('last_used').notNull(),
  },
  (table) => [primaryKey({ columns: [table.balanceId, table.minute, table.reason, table.actor] })],
);

/** The outbox: what must be told to someone. */
export const notice = quota.table(
  'notice',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    tenant: text('tenant').notNull(),
    kind: text('kind').notNull(),
    /** What makes it one of a kind; for thresholds balance, period, epoch and amount. */
    once: text('once').notNull().unique('notice_once'),
    facts: jsonb('facts').notNull(),
    madeAt: at('made_at').notNull().defaultNow(),
    claimedUntil: at('claimed_until'),
    sentAt: at('sent_at'),
  },
  (table) => [index('notice_unsent').on(table.madeAt).where(sql`${table.sentAt} is null`)],
);

/** Every change of contract: who, when, why, before and after. */
export const audit = quota.table(
  'audit',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    tenant: text('tenant').notNull(),
    at: at('at').notNull().defaultNow(),
    actor: text('actor').notNull(),
    action: text('action').notNull(),
    reason: text('reason').notNull(),
    before: jsonb('before'),
    after: jsonb('after'),
  },
  (table) => [index('audit_tenant').on(table.tenant, table.at)],
);

/** Batches already decided, so that one whose answer was lost is resolved by asking again, never guessed. */
export const batch = quota.table(
  'batch',
  {
    id: uuid('id').primaryKey(),
    at: at('at').notNull(),
    outcome: smallint('outcome').array().notNull(),
    charge: uuid('charge').array().notNull(),
  },
  (table) => [index('batch_at').using('brin', table.at)],
);
