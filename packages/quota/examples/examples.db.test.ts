import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTestDatabase } from '@plimsoll/local/testing';
import { allowance, capped, defineCatalog, usd } from '@plimsoll/quota';
import { createQuota } from '@plimsoll/quota/server';
import { expect, it } from 'vitest';
import { migratedDatabase } from '../src/testing/quota-fixture.ts';

const folder = import.meta.dirname;
const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
const read = (file: string) => readFile(join(folder, file), 'utf8');

// Each example declares a catalog of its own, so each gets a database of its own.
it.each(files)('what %s says is true', async (file) => {
  const { default: example } = (await import(join(folder, file))) as {
    default?: (connection: string) => Promise<void>;
  };
  if (!example) throw new Error(`${file} exports no example.`);
  const database = await createTestDatabase({ template: await migratedDatabase() });
  try {
    await example(database.url);
  } finally {
    await database.drop();
  }
});

it('an example imports what its reader can: the doors, tRPC, Node and a Postgres driver', async () => {
  for (const file of files) {
    const imported = [...(await read(file)).matchAll(/ from '(.+)';/g)].map(([, from]) => from);
    expect(
      imported.filter((from) => !/^(@plimsoll\/quota(\/\w+)?|node:.+|@trpc\/server|postgres)$/.test(from ?? '')),
    ).toEqual([]);
  }
});

it('every verb has an example', async () => {
  const catalog = defineCatalog({
    meters: { calls: allowance({ unit: 'call', per: 'month' }) },
    plans: { free: { name: 'Free', price: usd(0), limits: { calls: capped(1) } } },
    defaultPlan: 'free',
  });
  const quota = createQuota({ catalog, connection: 'postgres://nobody-connects' });
  const verbs = Object.entries(quota).flatMap(([name, value]) => (typeof value === 'function' ? [name] : []));
  await quota.close();
  const code = (await Promise.all(files.map(read))).join('\n');
  expect(verbs.filter((verb) => !code.includes(`quota.${verb}(`))).toEqual([]);
});

it('the README links every example', async () => {
  const readme = await read('../README.md');
  expect(files.filter((file) => !readme.includes(`(examples/${file})`))).toEqual([]);
});
