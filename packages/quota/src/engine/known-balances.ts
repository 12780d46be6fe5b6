import type { Tenant } from './contract.ts';

/** `actor` is '' but for a rate that each actor has for itself. `meter` is the catalog's name. */
export type BalanceName = { tenant: string; meter: string; actor: string };

/** A balance and the pools that it draws on, by id: its own first. `root`: the tenant of the last one. */
export type Path = { ids: number[]; root: string };

const mostBalances = 200_000;

/**
 * What this process has seen: paths of balances, and tenants at the revision that a balance was computed from. Only ever a
 * short cut: a wrong id is answered `stale`, an older revision is read again.
 */
export class KnownBalances {
  readonly #paths = new Map<string, Path>();
  readonly #tenants = new Map<string, Tenant>();

  pathOf(name: BalanceName): Path | undefined {
    return this.#paths.get(nameKey(name));
  }

  remember(name: BalanceName, path: Path): void {
    dropOldest(this.#paths);
    this.#paths.set(nameKey(name), path);
  }

  forget(name: BalanceName): void {
    this.#paths.delete(nameKey(name));
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

export const nameKey = ({ tenant, meter, actor }: BalanceName): string => `${meter}\u0000${actor}\u0000${tenant}`;

/** Bounded: the first ones in go first, which is close enough to least used for a short cut. */
function dropOldest(map: Map<string, unknown>): void {
  if (map.size < mostBalances) return;
  const oldest = map.keys().next();
  if (!oldest.done) map.delete(oldest.value);
}
