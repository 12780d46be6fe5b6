import type { Catalog, MeterName } from '../catalog/define-catalog.ts';
import type { QuotaRefusal } from '../usage/refusal.ts';
import { type CallerTransaction, tagOf } from './caller-transaction.ts';
import { failureKind } from './database-error.ts';
import { type DecisionAnswer, type DecisionRequest, decideInTransaction } from './decide.ts';
import { type Line, refusalOf } from './decision.ts';
import type { EngineContext } from './engine-context.ts';
import type { BalanceName, Path } from './known-balances.ts';
import { QuotaUnavailableError } from './quota-error.ts';
import { readTerms } from './read-terms.ts';
import { lineageOf, newTenant, readFamily } from './tenants.ts';
import { withRetry } from './with-retry.ts';

/** A request that was checked and waits for its balances. */
export type Prepared = Omit<DecisionRequest, 'lines'> & {
  tenant: string;
  /** Those that are counted: meters that are switched off are left out. */
  lines: Line[];
};

/** How often a balance may be found stale before giving up: contracts that change faster than that don't exist. */
const mostOpenings = 8;
const openingsMs = [0, 0, 5, 20, 50, 100, 200, 400] as const;

/**
 * Decides a request, opening balances that are stale in between.
 * @throws QuotaUnavailableError where the database can't be asked, or somebody keeps a balance locked.
 */
export async function decideRequest(
  context: EngineContext,
  { tenant, lines, ...request }: Prepared,
  tx?: CallerTransaction,
): Promise<DecisionAnswer> {
  const names = lines.map(([meter]) => nameOf(context.catalog, tenant, meter, request.actor));
  for (let opening = 0; opening < mostOpenings; opening++) {
    const paths = names.map((name) => context.balances.pathOf(name));
    if (!paths.includes(undefined)) {
      const known = paths as Path[];
      const decided = lines.map(([meter, amount], index) => ({
        path: (known[index] as Path).ids,
        amount,
        isShadow: context.modes.of(meter) === 'shadow',
      }));
      const lane = laneOf(known[0]?.root ?? tenant);
      const ask = { ...request, lines: decided };
      const answer = tx ? await inTransaction(context, tx, ask) : await context.queue.decide(ask, lane);
      if (answer.outcome !== 'stale') return answer;
      for (const name of names) context.balances.forget(name);
    }
    await new Promise((resolve) => setTimeout(resolve, openingsMs[opening]));
    await context.openBalances(names).catch(unavailableUnlessBug);
  }
  throw new QuotaUnavailableError(1_000);
}

/** A rate may be each actor's own; everything else is the tenant's. */
export function nameOf(catalog: Catalog, tenant: string, meter: string, actor: string): BalanceName {
  const declared = catalog.meters[meter];
  return { tenant, meter, actor: declared?.kind === 'rate' && declared.by === 'actor' ? actor : '' };
}

/** The database is away, or somebody holds the balance: with `{ tx }`, maybe the caller's own transaction, since before it became stale. */
export function unavailableUnlessBug(cause: unknown): never {
  switch (failureKind(cause)) {
    case 'blocked':
      throw new QuotaUnavailableError(1_000, cause);
    case 'lost':
      throw new QuotaUnavailableError(5_000, cause);
    default:
      throw cause;
  }
}

/** A family's balances stay in one lane: a request over several of them meets no other lane's locks. */
function laneOf(root: string): number {
  let hash = 0;
  for (let i = 0; i < root.length; i++) hash = (hash * 31 + root.charCodeAt(i)) | 0;
  return hash >>> 0;
}

async function inTransaction(context: EngineContext, tx: CallerTransaction, request: DecisionRequest) {
  const options = { now: context.testNow(), catalogVersion: await context.catalogVersion() };
  const { answers } = await decideInTransaction(tagOf(tx), request, options);
  return answers[0] as DecisionAnswer;
}

/** Words for a refusal, by the contract that it was decided by. */
export async function refusalFor<C extends Catalog>(
  context: EngineContext<C>,
  { tenant, lines }: Pick<Prepared, 'tenant' | 'lines'>,
  answer: DecisionAnswer,
): Promise<QuotaRefusal<C>> {
  const { database, catalog } = context;
  const [family, terms] = await withRetry(() =>
    Promise.all([readFamily(database, tenant), readTerms(database, catalog, [tenant], context.testNow())]),
  ).catch(unavailableUnlessBug);
  const lineage = lineageOf(family, tenant);
  const known = lineage.length > 0 ? lineage : [newTenant(tenant, catalog.defaultPlan)];
  return refusalOf(catalog, { lineage: known, terms }, lines, answer);
}

/** The refusal of a request that could not be decided, told of its first line. */
export function unavailable<C extends Catalog>(
  { tenant, lines }: Pick<Prepared, 'tenant' | 'lines'>,
  { retryAfterMs }: QuotaUnavailableError,
): QuotaRefusal<C> {
  const [meter, asked] = lines[0] as [MeterName<C>, number];
  return { reason: 'unavailable', tenant, meter, asked, retryAfterMs };
}
