import { CatalogError } from './catalog-error.ts';
import type { Limit } from './limit.ts';
import type { AllowanceMeter, LevelMeter, Meter } from './meter.ts';
import type { Price } from './price.ts';
import { defaultThresholds, type Thresholds } from './threshold.ts';

/** A named set of limits, one for every meter. */
export type Plan<M extends string = string> = {
  readonly name: string;
  /** A month's price. */
  readonly price: Price;
  readonly limits: Readonly<Record<M, Limit>>;
};

/** What an application counts and what each plan allows. */
export type Catalog<M extends Record<string, Meter> = Record<string, Meter>, P extends string = string> = {
  readonly meters: M;
  readonly plans: Readonly<Record<P, Plan<keyof M & string>>>;
  readonly defaultPlan: P;
  readonly thresholds: Thresholds;
};

export type MeterName<C extends Catalog> = keyof C['meters'] & string;
export type PlanName<C extends Catalog> = keyof C['plans'] & string;
export type LevelName<C extends Catalog> = {
  [K in MeterName<C>]: C['meters'][K] extends LevelMeter ? K : never;
}[MeterName<C>];
export type AllowanceName<C extends Catalog> = {
  [K in MeterName<C>]: C['meters'][K] extends AllowanceMeter ? K : never;
}[MeterName<C>];

/**
 * Declares, once, what is counted and what each plan allows. A plan that forgets a meter or names an unknown one does
 * not compile. Plans stand in rising order: the first one after a tenant's own that has room is offered as the upgrade.
 * @throws CatalogError where an amount, a threshold, a name or the default plan can't be.
 */
export function defineCatalog<const M extends Record<string, Meter>, const P extends string>(declaration: {
  readonly meters: M;
  readonly plans: Readonly<Record<P, Plan<keyof M & string>>>;
  readonly defaultPlan: NoInfer<P>;
  /** Shares of the line in percent; `{ 50: 'mark', 80: 'warning', 95: 'critical', 100: 'reached' }` where left out. */
  readonly thresholds?: Thresholds;
}): Catalog<M, P> {
  const catalog = { thresholds: defaultThresholds, ...declaration };
  checkMeters(catalog);
  checkPlans(catalog);
  checkThresholds(catalog.thresholds);
  return catalog;
}

const namePattern = /^[a-zA-Z][a-zA-Z0-9_]{0,62}$/;

function checkMeters({ meters }: Catalog) {
  for (const [name, meter] of Object.entries(meters)) {
    if (!namePattern.test(name)) throw new CatalogError(`meters.${name}`, 'a name is 1 to 63 letters, digits or _');
    if (meter.unit.trim() === '') throw new CatalogError(`meters.${name}.unit`, 'a unit is a noun, such as "project"');
  }
}

function checkPlans({ meters, plans, defaultPlan }: Catalog) {
  if (!Object.hasOwn(plans, defaultPlan)) throw new CatalogError('defaultPlan', `there is no plan '${defaultPlan}'`);
  for (const [name, plan] of Object.entries(plans)) {
    if (!namePattern.test(name)) throw new CatalogError(`plans.${name}`, 'a name is 1 to 63 letters, digits or _');
    for (const meter of Object.keys(meters)) {
      const limit = plan.limits[meter];
      if (!limit)
        throw new CatalogError(`plans.${name}.limits.${meter}`, 'every plan says what it gives of every meter');
      if (limit.type === 'capped' && !(Number.isSafeInteger(limit.amount) && limit.amount >= 1)) {
        throw new CatalogError(
          `plans.${name}.limits.${meter}`,
          `capped(${limit.amount}): a whole amount from 1; use none for nothing`,
        );
      }
    }
    const unknown = Object.keys(plan.limits).find((meter) => !Object.hasOwn(meters, meter));
    if (unknown) throw new CatalogError(`plans.${name}.limits.${unknown}`, 'there is no such meter');
  }
}

function checkThresholds(thresholds: Thresholds) {
  for (const percent of Object.keys(thresholds).map(Number)) {
    if (!Number.isInteger(percent) || percent < 1 || percent > 100) {
      throw new CatalogError(`thresholds.${percent}`, 'a share of the line is a whole percent from 1 to 100');
    }
  }
}
