import type { Catalog } from '../catalog/define-catalog.ts';
import type { QuotaRefusal } from '../usage/refusal.ts';
import type { EngineContext } from './engine-context.ts';
import { explainCharge } from './explain-charge.ts';
import { explainRefusal } from './explain-refusal.ts';
import type { Explanation } from './explanation.ts';

/** A charge of a tenant's, or a refusal as it was answered. */
export type ExplainRequest<C extends Catalog = Catalog> =
  | { tenant: string; charge: string }
  | { refusal: QuotaRefusal<C> };

/**
 * Why a decision came out as it did, in words and in numbers: of a charge (or a settled hold) from the ledger and what was
 * agreed then, of a refusal from what it says itself.
 *
 * What was held before a charge is told by the holds as they are on record: one that was renewed meanwhile counts as it was
 * renewed. A replayed call is explained by the charge that it was answered with.
 * @throws InvalidRequestError where the tenant has no such charge (its month may be retired), or the refusal is of a meter that
 * the catalog doesn't know. QuotaUnavailableError while the database is away.
 */
export async function explain<C extends Catalog>(
  context: EngineContext<C>,
  request: ExplainRequest<C>,
): Promise<Explanation<C>> {
  if ('refusal' in request) return explainRefusal(context, request.refusal);
  return explainCharge(context, request.tenant, request.charge);
}
