import type { Catalog } from './define-catalog.ts';

/**
 * The name under which a meter stands in the database: the one it had first. A rename changes what code and people read
 * and no row, so that processes of both declarations count on the same balance while a deploy runs.
 */
export const storedMeter = (catalog: Catalog, meter: string): string => catalog.meters[meter]?.renamedFrom ?? meter;

/** The meter of a stored name; undefined where the catalog counts it no more. */
export function meterOfStored(catalog: Catalog, stored: string): string | undefined {
  if (Object.hasOwn(catalog.meters, stored)) return stored;
  return Object.keys(catalog.meters).find((meter) => catalog.meters[meter]?.renamedFrom === stored);
}
