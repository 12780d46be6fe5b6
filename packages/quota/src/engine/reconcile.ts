import type { Catalog, LevelName, MeterName } from '../catalog/define-catalog.ts';
import { meterOfStored } from '../catalog/stored-meter.ts';
import { countLevel } from './count-level.ts';
import type { EngineContext } from './engine-context.ts';
import { checkLevel } from './free.ts';
import { checkBy } from './grant.ts';
import { InvalidRequestError } from './quota-error.ts';
import { checkName } from './request.ts';
import type { Upkeep } from './upkeep.ts';
import type { ChangeBy } from './verbs.ts';

export type ReconcileOptions<C extends Catalog = Catalog> = {
  /** Sets what drifted to the truth. @default false */
  mend?: boolean;
  /** What the application counts of a level, a whole number from 0, by tenant. */
  count?: { [L in LevelName<C>]?: (tenant: string) => Promise<number> };
};

/** One number that is not what it should be. */
export type Drift<C extends Catalog = Catalog> = {
  tenant: string;
  /** The catalog's name; the stored one where it is counted no more. */
  meter: MeterName<C>;
  /** `used` against the ledger, `held` against the open holds, `count` against the application. */
  what: 'used' | 'held' | 'count';
  /** Start of a period that ended, ISO 8601; null: what runs. */
  periodStart: string | null;
  balance: number;
  truth: number;
  /** A closed period is never changed. */
  mended: boolean;
};

export type Reconciliation<C extends Catalog = Catalog> = {
  drifts: Drift<C>[];
  /** Callbacks that failed, or counted no whole number from 0. The others went on. */
  errors: { tenant: string; meter: MeterName<C>; error: unknown }[];
};

type DriftRow = {
  balance_id: number;
  tenant: string;
  meter: string;
  what: 'used' | 'held';
  start: string | null;
  is_closed: boolean;
  balance: number;
  truth: number;
};
type Page = { last: number | null; drifts: DriftRow[] };

const pageOf = 500;

/**
 * Compares what balances and their periods say with the ledger and the holds, which are the truth, and levels with what the
 * application counts. Safe under traffic: both sides are read at one moment, and mended under the balance's lock.
 * A level is counted while others use it: it is reported where its balance stayed the same around the counting. What is
 * created between that and its recount is mended by the next run.
 * Reads the whole ledger of each balance, 500 of them at a time: some seconds for 100,000 balances with short ledgers. Run it
 * at night.
 * @throws InvalidRequestError for a count of a meter that is no level. QuotaUnavailableError while the database is away: what
 * was mended before stays mended.
 */
export async function reconcile<C extends Catalog>(
  context: EngineContext<C>,
  upkeep: Upkeep,
  which: { tenant: string } | { all: true },
  { mend = false, count = {} }: ReconcileOptions<C>,
  by: ChangeBy,
): Promise<Reconciliation<C>> {
  const tenant = 'tenant' in which ? which.tenant : null;
  if (tenant !== null) checkName('tenant', tenant);
  else if (!('all' in which && which.all === true)) {
    throw new InvalidRequestError('tenant', 'none is named', 'Name a tenant, or pass { all: true }.');
  }
  checkBy(by);
  for (const meter of Object.keys(count)) checkLevel(context.catalog, meter);
  const found: Reconciliation<C> = { drifts: [], errors: [] };
  for (let after: number | null = 0; after !== null; ) {
    const page: Page = await readPage(upkeep, tenant, after);
    found.drifts.push(
      ...(mend ? await mendPage(context, upkeep, page, by) : page.drifts.map((row) => driftOf(context, row, false))),
    );
    after = page.last;
  }
  for (const meter of Object.keys(count) as LevelName<C>[]) {
    const counting = { meter, tenant, mend, by, count: count[meter] as (tenant: string) => Promise<number> };
    await countLevel(context, counting, found);
  }
  return found;
}

async function readPage(upkeep: Upkeep, tenant: string | null, after: number): Promise<Page> {
  const [row] = await upkeep.send(
    (sql) => sql<[{ page: Page }]>`select quota.drifts_1(${tenant}, ${after}, ${pageOf}) as page`,
  );
  return row.page;
}

async function mendPage<C extends Catalog>(
  context: EngineContext<C>,
  upkeep: Upkeep,
  { drifts }: Page,
  { actor, reason }: ChangeBy,
): Promise<Drift<C>[]> {
  const closed = drifts.filter((row) => row.is_closed).map((row) => driftOf(context, row, false));
  const mended: Drift<C>[] = [];
  for (const id of new Set(drifts.filter((row) => !row.is_closed).map((row) => row.balance_id))) {
    const [row] = await upkeep.send(
      (sql) => sql<[{ drifts: DriftRow[] }]>`
        select quota.mend_1(${context.testNow()}, ${id}, ${actor}, ${reason}) as drifts`,
    );
    mended.push(...row.drifts.map((drift) => driftOf(context, drift, true)));
  }
  for (const { tenant } of mended) context.changes.announce(tenant);
  return [...mended, ...closed];
}

const driftOf = <C extends Catalog>({ catalog }: EngineContext<C>, row: DriftRow, mended: boolean): Drift<C> => ({
  tenant: row.tenant,
  meter: (meterOfStored(catalog, row.meter) ?? row.meter) as MeterName<C>,
  what: row.what,
  periodStart: row.start === null ? null : new Date(row.start).toISOString(),
  balance: row.balance,
  truth: row.truth,
  mended,
});
