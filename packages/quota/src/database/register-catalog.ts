import { createHash } from 'node:crypto';
import type { Catalog } from '../catalog/define-catalog.ts';
import type { Database } from './connect.ts';

/**
 * Takes the number under which this declaration decides. A declaration that is already the newest keeps its number; any
 * other takes the next one, so that of two side by side the one started later wins, also after a roll-back.
 */
export async function registerCatalog({ sql }: Database, catalog: Catalog): Promise<number> {
  const declaration = JSON.stringify(catalog);
  const hash = createHash('sha256').update(declaration).digest('hex');
  const [row] = await sql<[{ version: number }]>`
    select quota.register_catalog_1(${hash}, ${declaration}::text::jsonb) as version`;
  return row.version;
}
