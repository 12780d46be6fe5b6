import type { Tenant } from './contract.ts';

export type BalanceName = { tenant: string; meter: string };

const mostBalances = 200_000;

/**
 * What this process has seen: ids of balances, and tenants at the revision that a balance was computed from. Only ever a
 * short cut: a wrong id is answered `stale`, an older revision is read again.
 */
export class KnownBalances {
  readonly #ids = new Map<string, number>();
  readonly #tenants = new Map<string, Tenant>();

  nameOf({ tenant, meter }: BalanceName): string {
    return `${meter}\u0000${tenant}`;
  }

  idOf(name: BalanceName): number | undefined {
    return this.#ids.get(this.nameOf(name));
  }

  remember(name: BalanceName, id: number): void {
    dropOldest(this.#ids);
    this.#ids.set(this.nameOf(name), id);
  }

  forget(name: BalanceName): void {
    this.#ids.delete(this.nameOf(name));
  }

  tenant(id: string, revision: number): Tenant | undefined {
    const known = this.#tenants.get(id);
    return known && known.revision >= revision ? known : undefined;
  }

  rememberTenant(tenant: Tenant): void {
    dropOldest(this.#tenants);
    this.#tenants.set(tenant.id, tenant);
  }
}

/** Bounded: the first ones in go first, which is close enough to least used for a short cut. */
function dropOldest(map: Map<string, unknown>): void {
  if (map.size < mostBalances) return;
  const oldest = map.keys().next();
  if (!oldest.done) map.delete(oldest.value);
}
