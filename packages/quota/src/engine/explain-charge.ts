import type { Catalog } from '../catalog/define-catalog.ts';
import { meterOfStored } from '../catalog/stored-meter.ts';
import { type ChargeLine, chargeExplanation, noSuchCharge, uncountedExplanation } from './charge-explanation.ts';
import { unavailableUnlessBug } from './decide-request.ts';
import type { EngineContext } from './engine-context.ts';
import type { Explanation } from './explanation.ts';
import { checkId, checkName } from './request.ts';
import { uncountedId } from './uncounted.ts';
import { withRetry } from './with-retry.ts';

/** Why a charge was granted. @throws InvalidRequestError where the tenant has no such charge. */
export async function explainCharge<C extends Catalog>(
  context: EngineContext<C>,
  tenant: string,
  charge: string,
): Promise<Explanation<C>> {
  checkName('tenant', tenant);
  checkId('charge', charge);
  if (charge === uncountedId) return uncountedExplanation(tenant);
  const { catalog, database } = context;
  const [{ lines, zone }] = await withRetry(
    () => database.sql<[{ lines: ChargeLine[] | null; zone: string }]>`
      select quota.explain_charge_1(${tenant}, ${charge}) as lines,
        coalesce((select t.zone from quota.tenant t where t.id = ${tenant}), 'UTC') as zone`,
  ).catch(unavailableUnlessBug);
  if (!lines) return noSuchCharge(charge);
  const named = lines.map((line) => ({ ...line, meter: meterOfStored(catalog, line.meter) ?? line.meter }));
  return chargeExplanation(catalog, tenant, named, zone);
}
