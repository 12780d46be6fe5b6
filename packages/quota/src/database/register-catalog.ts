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
  return sql.begin(async (tx) => {
    await tx`lock table quota.catalog in exclusive mode`;
    const [newest] = await tx<{ version: number; hash: string }[]>`
      select version, hash from quota.catalog order by version desc limit 1`;
    if (newest?.hash === hash) return newest.version;
    const [made] = await tx<{ version: number }[]>`
      insert into quota.catalog (hash, declaration) values (${hash}, ${declaration}::text::jsonb) returning version`;
    return (made as { version: number }).version;
  });
}
