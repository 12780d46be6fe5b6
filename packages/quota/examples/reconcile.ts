// `reconcile` compares balances with the ledger and the holds, and levels with what the application counts. Run it at night.
import assert from 'node:assert/strict';
import { capped, defineCatalog, level, usd } from '@plimsoll/quota';
import { createQuota } from '@plimsoll/quota/server';

const catalog = defineCatalog({
  meters: { projects: level({ unit: 'project' }) },
  plans: { free: { name: 'Free', price: usd(0), limits: { projects: capped(5) } } },
  defaultPlan: 'free',
});

export default async function example(connection: string): Promise<void> {
  const quota = createQuota({ catalog, connection });
  const by = { actor: 'nightly', reason: 'projects deleted by hand' };
  await quota.consume({ tenant: 'org_1', meters: { projects: 4 } });
  await quota.consume({ tenant: 'org_2', meters: { projects: 1 } });

  // What the application counts: somebody deleted a row of org_1 past the engine.
  const rows: Record<string, number> = { org_1: 3, org_2: 1 };
  const count = { projects: async (tenant: string) => rows[tenant] ?? 0 };

  const found = await quota.reconcile({ all: true }, { count }, by);
  assert.deepEqual(found.errors, []);
  assert.equal(found.drifts.length, 1);
  const [drift] = found.drifts;
  assert.deepEqual([drift?.tenant, drift?.balance, drift?.truth, drift?.mended], ['org_1', 4, 3, false]);

  // Told to mend, it books the difference with its reason.
  await quota.reconcile({ tenant: 'org_1' }, { count, mend: true }, by);
  assert.equal((await quota.usage('org_1')).meters.projects.used, 3);
  await quota.close();
}
