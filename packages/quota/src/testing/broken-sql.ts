import { readFile } from 'node:fs/promises';
import type postgres from 'postgres';
import { breaks } from '../../test/mutations/breaks.ts';

/**
 * Where a deliberate break was asked for (`pnpm test:mutations`), puts the broken SQL function in place of the right one.
 * @throws where the function doesn't say what the break replaces: the break must follow the code.
 */
export async function breakSql(sql: postgres.Sql): Promise<void> {
  const asked = process.env.PLIMSOLL_BREAK;
  const broken = asked === undefined ? undefined : breaks[Number(asked)];
  if (!broken) return;
  const text = await readFile(new URL(`../../${broken.file}`, import.meta.url), 'utf8');
  if (!text.includes(broken.find)) throw new Error(`${broken.file} doesn't say '${broken.find}'.`);
  await sql.unsafe(text.replace(broken.find, broken.replace));
}
