import type { Catalog } from './define-catalog.ts';

/** What people read for a meter: its own label, else its name in words (`apiCalls` → `Api calls`). */
export function meterLabel(catalog: Catalog, meter: string): string {
  const declared = catalog.meters[meter]?.label;
  if (declared) return declared;
  const words = meter
    .replaceAll('_', ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
