import { CatalogError } from './catalog-error.ts';
import type { Catalog } from './define-catalog.ts';
import type { Capped, Limit } from './limit.ts';
import type { Meter } from './meter.ts';
import type { Price } from './price.ts';
import { isAmountsLeft, type MeterThresholds } from './threshold.ts';

const namePattern = /^[a-zA-Z][a-zA-Z0-9_]{0,62}$/;
const yearMs = 366 * 86_400_000;

/** @throws CatalogError naming the first part of a declaration that can't be. */
export function checkCatalog(catalog: Catalog): void {
  for (const [name, meter] of Object.entries(catalog.meters)) checkMeter(catalog, name, meter);
  if (!Object.hasOwn(catalog.plans, catalog.defaultPlan)) {
    throw new CatalogError('defaultPlan', `there is no plan '${catalog.defaultPlan}'`);
  }
  for (const name of Object.keys(catalog.plans)) checkPlan(catalog, name);
  checkThresholds('thresholds', catalog.thresholds);
}

function checkMeter({ meters, retired }: Catalog, name: string, meter: Meter) {
  const field = `meters.${name}`;
  if (!namePattern.test(name)) throw new CatalogError(field, 'a name is 1 to 63 letters, digits or _');
  if (meter.unit.trim() === '') throw new CatalogError(`${field}.unit`, 'a unit is a noun, such as "project"');
  if (retired.includes(name)) throw new CatalogError('retired', `'${name}' is counted still`);
  const { renamedFrom, thresholds } = meter;
  if (renamedFrom !== undefined && (Object.hasOwn(meters, renamedFrom) || !namePattern.test(renamedFrom))) {
    throw new CatalogError(`${field}.renamedFrom`, `'${renamedFrom}' is not a name that is free now`);
  }
  // Two meters of one former name would count on one balance.
  const heirs = Object.values(meters).filter((other) => renamedFrom !== undefined && other.renamedFrom === renamedFrom);
  if (heirs.length > 1) throw new CatalogError(`${field}.renamedFrom`, `two meters go on from '${renamedFrom}'`);
  if (renamedFrom !== undefined && retired.includes(renamedFrom)) {
    throw new CatalogError('retired', `'${renamedFrom}' is counted still, as '${name}'`);
  }
  if (thresholds) checkThresholds(`${field}.thresholds`, thresholds);
  if (meter.kind === 'allowance' && typeof meter.per === 'object') {
    const { windowMs } = meter.per;
    if (!Number.isInteger(windowMs) || windowMs < 1_000 || windowMs > yearMs) {
      throw new CatalogError(`${field}.per`, 'a window is from one second to 366 days long');
    }
  }
}

function checkPlan({ meters, plans }: Catalog, name: string) {
  const field = `plans.${name}`;
  if (!namePattern.test(name)) throw new CatalogError(field, 'a name is 1 to 63 letters, digits or _');
  const { limits = {}, price } = plans[name] ?? {};
  checkPrice(`${field}.price`, price);
  for (const [meter, declared] of Object.entries(meters)) {
    const limit = limits[meter];
    if (!limit) throw new CatalogError(`${field}.limits.${meter}`, 'every plan says what it gives of every meter');
    checkLimit(`${field}.limits.${meter}`, limit, declared);
  }
  const unknown = Object.keys(limits).find((meter) => !Object.hasOwn(meters, meter));
  if (unknown) throw new CatalogError(`${field}.limits.${unknown}`, 'there is no such meter');
}

/** @throws CatalogError where a limit can't be, or doesn't fit the kind of meter it is for. */
export function checkLimit(field: string, limit: Limit, meter: Meter): void {
  switch (limit.type) {
    case 'capped':
      checkCapped(field, limit, meter);
      return;
    case 'pooled':
      if (meter.kind === 'rate') throw new CatalogError(field, 'a rate has no pool');
      if (limit.cap !== undefined) checkAmount(`${field}.cap`, limit.cap);
      return;
    case 'unlimited':
    case 'none':
      return;
    default:
      limit satisfies never;
      throw new CatalogError(field, 'a limit is capped(…), pooled(…), unlimited or none');
  }
}

const countedOnly = ['soft', 'overage', 'grace', 'rollover', 'rest'] as const;

function checkCapped(field: string, limit: Capped, meter: Meter) {
  const { amount, burst, overage, grace, rollover } = limit;
  if (!(Number.isSafeInteger(amount) && amount >= 1)) {
    throw new CatalogError(field, `capped(${amount}): a whole amount from 1; use none for nothing`);
  }
  const unfit = meter.kind === 'rate' ? countedOnly.find((option) => limit[option] !== undefined) : burst && 'burst';
  if (unfit) throw new CatalogError(`${field}.${unfit}`, `a ${meter.kind} has none`);
  if (meter.kind === 'level' && rollover) throw new CatalogError(`${field}.rollover`, 'a level has no period to end');
  if ([limit.soft, overage, grace].filter((beyond) => beyond !== undefined).length > 1) {
    throw new CatalogError(field, 'one of soft, overage and grace says what comes beyond the limit');
  }
  if (burst !== undefined && !(Number.isSafeInteger(burst) && burst >= 1 && burst <= amount)) {
    throw new CatalogError(`${field}.burst`, `${burst}: how many at once, a whole number from 1 to ${amount}`);
  }
  if (overage) {
    checkAmount(`${field}.overage.upTo`, overage.upTo, amount);
    checkPrice(`${field}.overage.price`, overage.price);
  }
  if (grace) {
    checkAmount(`${field}.grace.upTo`, grace.upTo, amount);
    checkCount(`${field}.grace.days`, grace.days, 366);
  }
  if (rollover) {
    checkAmount(`${field}.rollover.upTo`, rollover.upTo, amount);
    checkCount(`${field}.rollover.periods`, rollover.periods, 120);
  }
}

/** @param besides what it is added to: the sum must be a safe integer too. */
function checkAmount(field: string, amount: number, besides = 0) {
  if (Number.isSafeInteger(amount) && amount >= 1 && Number.isSafeInteger(amount + besides)) return;
  throw new CatalogError(field, `${amount}: a whole amount from 1`);
}

/** A price that `usd` made is one; others may be written by hand. */
function checkPrice(field: string, price?: Price) {
  if (price && /^[A-Z]{3}$/.test(price.currency) && Number.isSafeInteger(price.minor) && price.minor >= 0) return;
  throw new CatalogError(field, 'a price is a currency of three capitals and whole minor units from 0');
}

function checkCount(field: string, count: number, most: number) {
  if (Number.isInteger(count) && count >= 1 && count <= most) return;
  throw new CatalogError(field, `${count}: a whole number from 1 to ${most}`);
}

function checkThresholds(field: string, thresholds: MeterThresholds) {
  if (isAmountsLeft(thresholds)) {
    const wrong = Object.keys(thresholds.left).find((left) => !Number.isSafeInteger(Number(left)) || Number(left) < 0);
    if (wrong) throw new CatalogError(`${field}.left.${wrong}`, 'an amount left is a whole number from 0');
    return;
  }
  for (const percent of Object.keys(thresholds).map(Number)) {
    if (!Number.isInteger(percent) || percent < 1 || percent > 100) {
      throw new CatalogError(`${field}.${percent}`, 'a share of the line is a whole percent from 1 to 100');
    }
  }
}
