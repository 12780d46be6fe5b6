import type { Catalog } from '../catalog/define-catalog.ts';
import type { Limit } from '../catalog/limit.ts';
import type { Mode } from '../catalog/meter.ts';
import type { ThresholdLevel } from '../catalog/threshold.ts';
import type { GrantSource, PeriodRange } from '../usage/meter-usage.ts';

/**
 * All that there is in a quota without a database. `state` is plain data: a copy of it goes its own way, so that a verb that
 * fails halfway leaves nothing, and a test can try the same calls in another order.
 */
export type World = {
  readonly catalog: Catalog;
  readonly newId: () => string;
  /** Tenants whose usage or contract changed, and who was not told yet. */
  readonly changed: Set<string>;
  state: WorldState;
};

/** Times in milliseconds since the epoch; without start or end: ∓Infinity. */
type WorldState = {
  nowMs: number;
  tenants: Map<string, WorldTenant>;
  overrides: Map<string, WorldOverride>;
  modes: Map<string, Mode>;
  balances: Map<string, WorldBalance>;
  grants: WorldGrant[];
  charges: Map<string, WorldCharge>;
  holds: Map<string, WorldHold>;
  entries: WorldEntry[];
  /** Entries of months that the ledger has no more: the rollups know them still. */
  past: WorldEntry[];
  /** When the rollups last knew the whole ledger; null: never. */
  aggregatedMs: number | null;
  notices: WorldNotice[];
  refusals: WorldRefusal[];
  audit: WorldAudit[];
  /** The ledger has no month before this one. */
  ledgerFromMs: number;
};

export type WorldTenant = {
  id: string;
  parent: string | null;
  plan: string;
  next: { plan: string; atMs: number } | null;
  /** ISO date. */
  anchor: string;
  zone: string;
  /** Null: it isn't. */
  suspendedMs: number | null;
  createdMs: number;
};

type WorldOverride = {
  tenant: string;
  meter: string;
  limit: Limit;
  untilMs: number;
  reason: string;
  actor: string;
  madeMs: number;
};

/** Null amounts: unlimited. */
export type WorldPeriod = {
  startMs: number;
  endMs: number;
  used: number;
  held: number;
  /** Whether a call asked for it, or could have booked late into it: of others nothing is on record. */
  isOpened: boolean;
  isBooked: boolean;
  /** By its balance, as it was resolved last. */
  line: number | null;
  ceiling: number | null;
  base: number;
  grants: number;
  /** The highest that held since the first use. */
  top: { line: number | null; ceiling: number | null };
  closed: { atMs: number; included: number; granted: number; overage: number; late: number } | null;
};

export type WorldBalance = {
  tenant: string;
  meter: string;
  /** '' but for a rate per actor. */
  actor: string;
  /** The last one runs; a window that no call has opened has neither start nor end. */
  periods: WorldPeriod[];
  line: number | null;
  ceiling: number | null;
  /** Usage that the limit covers: what is used and held beyond it draws on grants. */
  base: number;
  /** What the limit itself gives. */
  own: number;
  graceFromMs: number | null;
  /** Amounts at which a notice is due still. */
  ahead: { amount: number; level: ThresholdLevel }[];
  /** Amounts that were told in this period under this contract. */
  told: number[];
  /** Of a rate, in unit-microseconds. */
  debt: bigint;
  debtAtMs: number;
};

export type WorldGrant = {
  id: string;
  tenant: string;
  meter: string;
  source: GrantSource;
  amount: number;
  /** In periods that ended, for good. */
  drawn: number;
  /** To the running period. */
  gave: number;
  /** What it can give to the running period at most, as the balance was resolved last. */
  most: number;
  startsMs: number;
  expiresMs: number;
  key: string | null;
  from: string | null;
  reason: string;
  madeMs: number;
};

/** What a tenant's own limit does with units: keeps them, hands each on to the pool as well, or hands on what doesn't fit. */
export type Draw = 'own' | 'through' | 'beyond';

/** One granted request, whichever verb it was for. Its id is a hold's, too. */
export type WorldCharge = {
  id: string;
  verb: 'consume' | 'hold' | 'check' | 'record';
  tenant: string;
  key: string | null;
  request: string;
  atMs: number;
  taken: Record<string, number>;
};

/** An amount set aside on one balance. */
export type HoldPart = {
  meter: string;
  place: number;
  draw: Draw;
  balance: WorldBalance;
  period: WorldPeriod;
  amount: number;
  settled: number;
  /** False once its period was closed. */
  isHeld: boolean;
};

export type WorldHold = {
  id: string;
  tenant: string;
  actor: string;
  feature: string;
  madeMs: number;
  expiresMs: number;
  endedMs: number | null;
  ending: 'settled' | 'released' | null;
  /** False once it ended, by time too. */
  isHeld: boolean;
  parts: HoldPart[];
};

/** A balance's contract at a moment. */
export type WorldTerms = {
  plan: string;
  limit: Limit;
  isOverride: boolean;
  grants: number;
  line: number | null;
  ceiling: number | null;
};

/** One line of the ledger. */
export type WorldEntry = {
  balance: WorldBalance;
  period: WorldPeriod;
  kind: 'consume' | 'record' | 'settle' | 'refund' | 'free' | 'recount' | 'reverse' | 'brought_forward';
  amount: number;
  charge: string;
  /** When it happened, and when it was written down. */
  atMs: number;
  bookedMs: number;
  actor: string;
  feature: string;
  /** What its balance was decided by. */
  terms: WorldTerms;
  /** Whose request it was: on a pool's balance one of the tenants below. */
  origin: string;
  /** How many pools up from `origin`. */
  place: number;
  draw: Draw;
  isLate: boolean;
  /** Whether the rollups know it. */
  isAggregated: boolean;
};

/** A threshold that was passed. */
export type WorldNotice = {
  id: string;
  tenant: string;
  meter: string;
  level: ThresholdLevel;
  amount: number;
  used: number;
  held: number;
  line: number | null;
  ceiling: number | null;
  atMs: number;
  period: PeriodRange | null;
  /** Null: not handed on yet. */
  sentMs: number | null;
};

/** Refusals of one balance in one minute, for one reason. */
export type WorldRefusal = {
  balance: WorldBalance;
  minuteMs: number;
  reason: 'suspended' | 'not_in_plan' | 'too_fast' | 'exhausted';
  actor: string;
  count: number;
  asked: number;
};

/** One change that is on record; of all tenants under ''. */
export type WorldAudit = {
  tenant: string;
  atMs: number;
  actor: string;
  action: string;
  reason: string;
  before: object | null;
  after: object | null;
};

export const dayMs = 86_400_000;

export const newWorld = (catalog: Catalog, nowMs: number, newId: () => string): World => ({
  catalog,
  newId,
  changed: new Set(),
  state: {
    nowMs,
    tenants: new Map(),
    overrides: new Map(),
    modes: new Map(),
    balances: new Map(),
    grants: [],
    charges: new Map(),
    holds: new Map(),
    entries: [],
    past: [],
    aggregatedMs: null,
    notices: [],
    refusals: [],
    audit: [],
    ledgerFromMs: monthStart(nowMs),
  },
});

export const newPeriod = (startMs: number, endMs: number): WorldPeriod => ({
  startMs,
  endMs,
  used: 0,
  held: 0,
  isOpened: false,
  isBooked: false,
  line: null,
  ceiling: null,
  base: 0,
  grants: 0,
  top: { line: null, ceiling: null },
  closed: null,
});

/** Of the ledger's months, which are UTC's; `months` earlier. */
export function monthStart(atMs: number, months = 0): number {
  const at = new Date(atMs);
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - months);
}

export const copyOf = (world: World): World => ({ ...world, state: structuredClone(world.state) });

/** Whether an entry is what a charge took, not what came back. */
export const isBooking = ({ kind }: WorldEntry) => kind === 'consume' || kind === 'settle' || kind === 'record';

export const runningPeriodOf = ({ periods }: WorldBalance) => periods.at(-1) as WorldPeriod;

/** What counts against the ceiling now. */
export const takenOf = (balance: WorldBalance) => runningPeriodOf(balance).used + runningPeriodOf(balance).held;

export const isoOf = (ms: number) => new Date(ms).toISOString();

export const rangeOf = ({ startMs, endMs }: WorldPeriod) =>
  Number.isFinite(endMs) ? { start: isoOf(startMs), end: isoOf(endMs) } : null;
