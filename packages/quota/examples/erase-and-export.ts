// A tenant takes its data away with `exportTenant`, and is forgotten for good with `eraseTenant`.
import assert from 'node:assert/strict';
import { allowance, capped, defineCatalog, usd } from '@plimsoll/quota';
import { createQuota } from '@plimsoll/quota/server';

const catalog = defineCatalog({
  meters: { credits: allowance({ unit: 'credit', per: 'month' }) },
  plans: { free: { name: 'Free', price: usd(0), limits: { credits: capped(10) } } },
  defaultPlan: 'free',
});

export default async function example(connection: string): Promise<void> {
  const quota = createQuota({ catalog, connection });
  const tenant = 'org_1';
  await quota.consume({ tenant, actor: 'ada', feature: 'chat', meters: { credits: 3 } });

  // Record by record, whatever the ledger's length: a line of JSON each.
  const lines: string[] = [];
  for await (const record of quota.exportTenant(tenant)) lines.push(JSON.stringify(record));
  const records = lines.map((line) => JSON.parse(line));
  assert.deepEqual(
    records.map(({ type }) => type),
    ['tenant', 'balance', 'entry'],
  );
  assert.equal(records[2].amount, 3);

  const by = { actor: 'ada', reason: 'asked to be forgotten' };
  assert.deepEqual(await quota.eraseTenant(tenant, by), { erased: true });
  assert.deepEqual(await quota.eraseTenant(tenant, by), { erased: false });
  for await (const record of quota.exportTenant(tenant)) assert.fail(`a ${record.type} is left`);
  await quota.close();
}
