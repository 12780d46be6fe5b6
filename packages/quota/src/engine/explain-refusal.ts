import type { Catalog } from '../catalog/define-catalog.ts';
import type { QuotaRefusal } from '../usage/refusal.ts';
import { unavailableUnlessBug } from './decide-request.ts';
import type { EngineContext } from './engine-context.ts';
import type { Explanation } from './explanation.ts';
import { checkRefusal, refusalExplanation } from './refusal-explanation.ts';
import { withRetry } from './with-retry.ts';

/** Why a call was refused, from what the refusal says. The tenant's zone, for the words, is looked up. */
export async function explainRefusal<C extends Catalog>(
  { catalog, database }: EngineContext<C>,
  refusal: QuotaRefusal<C>,
): Promise<Explanation<C>> {
  checkRefusal(catalog, refusal);
  const [{ zone }] = await withRetry(
    () => database.sql<[{ zone: string }]>`
      select coalesce((select t.zone from quota.tenant t where t.id = ${refusal.tenant}), 'UTC') as zone`,
  ).catch(unavailableUnlessBug);
  return refusalExplanation(catalog, refusal, zone);
}
