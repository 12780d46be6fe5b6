import type { Catalog, LevelName } from '../catalog/define-catalog.ts';
import { storedMeter } from '../catalog/stored-meter.ts';
import { unavailableUnlessBug } from './decide-request.ts';
import type { EngineContext } from './engine-context.ts';
import { QuotaUnavailableError } from './quota-error.ts';
import type { Reconciliation } from './reconcile.ts';
import { recount } from './recount.ts';
import { checkLine } from './request.ts';
import type { ChangeBy } from './verbs.ts';
import { withPatience } from './with-retry.ts';

export type Counting<C extends Catalog> = {
  meter: LevelName<C>;
  /** Null: of all that have a balance of it. */
  tenant: string | null;
  mend: boolean;
  by: ChangeBy;
  count: (tenant: string) => Promise<number>;
};

/** How often a level is counted anew because somebody used it meanwhile. The next run finds what this one can't tell. */
const mostCounts = 5;

/** Compares a level with what the application counts. A count that fails is put among the errors, and the next one asked. */
export async function countLevel<C extends Catalog>(
  context: EngineContext<C>,
  { meter, tenant, mend, by, count }: Counting<C>,
  { drifts, errors }: Reconciliation<C>,
): Promise<void> {
  for await (const id of tenant === null ? tenantsWith(context, meter) : [tenant]) {
    try {
      const counted = await countQuietly(context, meter, id, count);
      if (counted === null || counted.balance === counted.truth) continue;
      if (mend) await recount(context, { tenant: id, meter, count: counted.truth }, by);
      drifts.push({ tenant: id, meter, what: 'count', periodStart: null, ...counted, mended: mend });
    } catch (error) {
      if (error instanceof QuotaUnavailableError) throw error;
      errors.push({ tenant: id, meter, error });
    }
  }
}

/** What stands and what is counted, where nobody used the level in between; null where somebody always did. */
async function countQuietly<C extends Catalog>(
  context: EngineContext<C>,
  meter: LevelName<C>,
  tenant: string,
  count: (tenant: string) => Promise<number>,
): Promise<{ balance: number; truth: number } | null> {
  let before = await standingOf(context, meter, tenant);
  for (let counts = 0; counts < mostCounts; counts++) {
    const truth = await count(tenant);
    checkLine(context.catalog, meter, truth, 0);
    const after = await standingOf(context, meter, tenant);
    if (before.seq === after.seq) return { balance: after.used, truth };
    before = after;
  }
  return null;
}

async function standingOf({ catalog, database: { sql } }: EngineContext, meter: string, tenant: string) {
  const [row] = await withPatience(
    () => sql<{ used: number; seq: number }[]>`
      select used::float8 as used, seq::float8 as seq from quota.balance
      where tenant = ${tenant} and meter = ${storedMeter(catalog, meter)} and actor = ''`,
  ).catch(unavailableUnlessBug);
  return row ?? { used: 0, seq: 0 };
}

const tenantsAtOnce = 1_000;

async function* tenantsWith({ catalog, database: { sql } }: EngineContext, meter: string): AsyncGenerator<string> {
  let last = '';
  for (let found = tenantsAtOnce; found === tenantsAtOnce; ) {
    const rows = await withPatience(
      () => sql<{ tenant: string }[]>`
        select tenant from quota.balance where meter = ${storedMeter(catalog, meter)} and actor = '' and tenant > ${last}
        order by tenant limit ${tenantsAtOnce}`,
    ).catch(unavailableUnlessBug);
    for (const { tenant } of rows) yield tenant;
    last = rows.at(-1)?.tenant ?? last;
    found = rows.length;
  }
}
