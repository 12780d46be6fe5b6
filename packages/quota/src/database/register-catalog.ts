import { createHash } from 'node:crypto';
import { CatalogError } from '../catalog/catalog-error.ts';
import type { Catalog } from '../catalog/define-catalog.ts';
import type { Meter } from '../catalog/meter.ts';
import { storedMeter } from '../catalog/stored-meter.ts';
import type { Database } from './connect.ts';

/**
 * Takes the number under which this declaration decides. A declaration that is already the newest keeps its number; any
 * other takes the next one, so that of two side by side the one started later wins, also after a roll-back.
 * @throws CatalogError where a declaration that was never seen forgets a meter that tenants have a balance of, or makes
 * another kind of it: their usage would be lost without a word.
 */
export async function registerCatalog(database: Database, catalog: Catalog): Promise<number> {
  const { sql } = database;
  const declaration = JSON.stringify(catalog);
  const hash = createHash('sha256').update(declaration).digest('hex');
  const [seen] = await sql`select 1 from quota.catalog where hash = ${hash} limit 1`;
  if (!seen) await checkSuccession(database, catalog);
  const [row] = await sql<[{ version: number }]>`
    select quota.register_catalog_1(${hash}, ${declaration}::text::jsonb) as version`;
  return row.version;
}

/** A declaration that ran before may run again, so that a release can be rolled back. */
async function checkSuccession({ sql }: Database, catalog: Catalog): Promise<void> {
  // The kind that each meter was declared as last, by the name it is stored under.
  const earlier = await sql<{ meter: string; kind: Meter['kind'] }[]>`
    select distinct on (1) coalesce(m.value ->> 'renamedFrom', m.key) as meter, m.value ->> 'kind' as kind
    from quota.catalog c cross join lateral jsonb_each(c.declaration -> 'meters') as m order by 1, c.version desc`;
  const now = new Map(Object.keys(catalog.meters).map((meter) => [storedMeter(catalog, meter), meter]));
  for (const { meter, kind } of earlier) {
    const name = now.get(meter);
    const isKept = name !== undefined && catalog.meters[name]?.kind === kind;
    if (isKept || (name === undefined && catalog.retired.includes(meter))) continue;
    const [used] = await sql`select 1 from quota.balance where meter = ${meter} limit 1`;
    if (!used) continue;
    throw name === undefined
      ? new CatalogError(
          `meters.${meter}`,
          'tenants have a balance of it, and it is declared no more: keep it, name it as the renamedFrom of the meter that goes on with it, or list it under retired',
        )
      : new CatalogError(
          `meters.${name}.kind`,
          `it was a meter of kind '${kind}', and tenants have a balance of it: give the new one another name, and list '${meter}' under retired`,
        );
  }
}
