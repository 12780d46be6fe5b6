// A level counts what is held now. In the application's own transaction the row and its count stand or fall together.
import assert from 'node:assert/strict';
import { capped, defineCatalog, level, usd } from '@plimsoll/quota';
import { createQuota } from '@plimsoll/quota/server';
import postgres from 'postgres';

const catalog = defineCatalog({
  meters: { projects: level({ unit: 'project' }) },
  plans: { free: { name: 'Free', price: usd(0), limits: { projects: capped(3) } } },
  defaultPlan: 'free',
});

export default async function example(connection: string): Promise<void> {
  const quota = createQuota({ catalog, connection });
  const app = postgres(connection, { max: 2 });
  await app`create table project (name text)`;
  const tenant = 'org_1';

  const create = (name: string) =>
    app.begin(async (tx) => {
      const decision = await quota.consume({ tenant, meters: { projects: 1 } }, { tx });
      if (decision.outcome === 'refused') throw new Error(decision.refusal.reason);
      await tx`insert into project values (${name})`;
    });
  for (const name of ['mast', 'keel', 'sail']) await create(name);
  await assert.rejects(create('hull'), /exhausted/);

  // Deleting gives room back.
  await app.begin(async (tx) => {
    await tx`delete from project where name = 'sail'`;
    assert.deepEqual(await quota.free({ tenant, meter: 'projects', amount: 1 }, { tx }), { used: 2 });
  });
  await create('hull');

  // Somebody deleted rows past the application: the level is set to what there is, counted while the level is locked.
  await app`delete from project where name = 'keel'`;
  const recounted = await app.begin((tx) => {
    const count = async () => (await tx`select from project`).count;
    return quota.recount({ tenant, meter: 'projects', count }, { actor: 'cleanup', reason: 'keel was lost' }, { tx });
  });
  assert.deepEqual(recounted, { before: 3, after: 2 });
  await app.end();
  await quota.close();
}
