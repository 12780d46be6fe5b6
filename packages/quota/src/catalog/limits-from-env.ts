import { CatalogError } from './catalog-error.ts';
import { checkCatalog, checkLimit } from './check-catalog.ts';
import type { Catalog, Plan } from './define-catalog.ts';
import { type Limit, none, unlimited } from './limit.ts';
import type { Meter } from './meter.ts';

const prefix = 'PLIMSOLL_LIMIT_';
const amountPattern = /^[1-9]\d{0,15}$/;

/**
 * The catalog with the limits that the environment sets in place of its own: `PLIMSOLL_LIMIT_STARTER_API_CALLS=5000` for
 * the plan `starter` and the meter `apiCalls`. A value is a whole amount from 1, `unlimited` or `none`; an amount keeps
 * what the plan says about overage, grace, rollover and burst.
 * @throws CatalogError for a value that is no limit, or a name that fits no plan and meter: a typo must not go unseen.
 */
export function limitsFromEnv<C extends Catalog>(catalog: C, env: Readonly<Record<string, string | undefined>>): C {
  const places = placesOf(catalog);
  const plans: Record<string, Plan> = { ...catalog.plans };
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith(prefix) || value === undefined) continue;
    const place = places.get(name);
    if (!place)
      throw new CatalogError(name, `no plan and meter has this name; there are ${[...places.keys()].join(', ')}`);
    const plan = plans[place.plan] as Plan;
    const limit = limitOf(name, value, plan.limits[place.meter] as Limit);
    checkLimit(name, limit, catalog.meters[place.meter] as Meter);
    plans[place.plan] = { ...plan, limits: { ...plan.limits, [place.meter]: limit } };
  }
  const changed = { ...catalog, plans };
  checkCatalog(changed);
  return changed;
}

function placesOf(catalog: Catalog) {
  const places = new Map<string, { plan: string; meter: string }>();
  for (const plan of Object.keys(catalog.plans)) {
    for (const meter of Object.keys(catalog.meters)) {
      const name = `${prefix}${inCapitals(plan)}_${inCapitals(meter)}`;
      if (places.has(name)) throw new CatalogError(name, 'two limits have this name: rename a plan or a meter');
      places.set(name, { plan, meter });
    }
  }
  return places;
}

/** `apiCalls` → `API_CALLS`. */
const inCapitals = (name: string) => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();

function limitOf(name: string, value: string, declared: Limit): Limit {
  if (value === 'unlimited') return unlimited;
  if (value === 'none') return none;
  if (!amountPattern.test(value)) throw new CatalogError(name, `'${value}': a whole amount from 1, unlimited or none`);
  const amount = Number(value);
  if (declared.type !== 'capped') return { type: 'capped', amount };
  return { ...declared, amount, ...(declared.burst && { burst: Math.min(declared.burst, amount) }) };
}
