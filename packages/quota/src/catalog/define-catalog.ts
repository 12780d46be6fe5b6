import { checkCatalog } from './check-catalog.ts';
import type { Limit, LimitOf } from './limit.ts';
import type { AllowanceMeter, LevelMeter, Meter, RateMeter } from './meter.ts';
import type { Price } from './price.ts';
import { defaultThresholds, type Thresholds } from './threshold.ts';

/** A named set of limits, one for every meter. */
export type Plan<M extends string = string> = {
  readonly name: string;
  /** A month's price. */
  readonly price: Price;
  readonly limits: Readonly<Record<M, Limit>>;
};

/** A plan as it is declared: each limit fits its meter's kind. */
type DeclaredPlan<M extends Record<string, Meter>> = Omit<Plan, 'limits'> & {
  readonly limits: { readonly [K in keyof M]: LimitOf<M[K]> };
};

/** What an application counts and what each plan allows. */
export type Catalog<M extends Record<string, Meter> = Record<string, Meter>, P extends string = string> = {
  readonly meters: M;
  readonly plans: Readonly<Record<P, DeclaredPlan<M>>>;
  readonly defaultPlan: P;
  readonly thresholds: Thresholds;
  /** Meters that were counted once and aren't any more: what they hold stays on record. */
  readonly retired: readonly string[];
};

export type MeterName<C extends Catalog> = keyof C['meters'] & string;
export type PlanName<C extends Catalog> = keyof C['plans'] & string;
type NameOfKind<C extends Catalog, K> = {
  [N in MeterName<C>]: C['meters'][N] extends K ? N : never;
}[MeterName<C>];
export type LevelName<C extends Catalog> = NameOfKind<C, LevelMeter>;
export type AllowanceName<C extends Catalog> = NameOfKind<C, AllowanceMeter>;
export type RateName<C extends Catalog> = NameOfKind<C, RateMeter>;
/** What is counted in the ledger: all but rates. Only this can be held, refunded, granted or recorded. */
export type CountedName<C extends Catalog> = NameOfKind<C, AllowanceMeter | LevelMeter>;

/**
 * Declares, once, what is counted and what each plan allows. A plan that forgets a meter, names an unknown one or gives a
 * meter a limit that doesn't fit its kind does not compile. Plans stand in rising order: the first one after a tenant's
 * own that has room is offered as the upgrade.
 * @throws CatalogError where an amount, a threshold, a name or the default plan can't be.
 */
export function defineCatalog<const M extends Record<string, Meter>, const P extends string>(declaration: {
  readonly meters: M;
  readonly plans: Readonly<Record<P, DeclaredPlan<M>>>;
  readonly defaultPlan: NoInfer<P>;
  /** Shares of the line in percent; `{ 50: 'mark', 80: 'warning', 95: 'critical', 100: 'reached' }` where left out. */
  readonly thresholds?: Thresholds;
  /** Names of meters that are counted no more. */
  readonly retired?: readonly string[];
}): Catalog<M, P> {
  const catalog = { thresholds: defaultThresholds, retired: [], ...declaration } as unknown as Catalog<M, P>;
  checkCatalog(catalog as unknown as Catalog);
  return catalog;
}
