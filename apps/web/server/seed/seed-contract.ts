import type { Limit, MeterName } from '@plimsoll/quota';
import type { AppCatalog } from '../catalog.ts';
import type { DemoOrganisation } from './demo-organisations.ts';
import { bySeed, type Seeding } from './seeding.ts';

const dayMs = 86_400_000;

/** Plan, parent, limits of its own and grants. @param parent the tenant above it. */
export async function seedContract(
  { quota }: Seeding,
  tenant: string,
  { plan, zone, limits = {}, grants = [] }: DemoOrganisation,
  parent: string | null,
): Promise<void> {
  await quota.setTenant(tenant, { plan, zone, parent }, bySeed);
  for (const [meter, limit] of Object.entries(limits) as [MeterName<AppCatalog>, Limit][]) {
    await quota.setOverride({ tenant, meter, limit }, bySeed);
  }
  for (const [index, { reason, days, ...grant }] of grants.entries()) {
    const expiresAt = days === undefined ? undefined : new Date(Date.now() + days * dayMs);
    await quota.grant({ tenant, ...grant, expiresAt, key: `sample-${index}` }, { ...bySeed, reason });
  }
}
