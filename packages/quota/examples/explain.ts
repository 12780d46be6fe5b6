// `explain` says why a decision came out as it did, in words for a support desk and in numbers: of a charge, or of a refusal.
import assert from 'node:assert/strict';
import { allowance, capped, defineCatalog, usd } from '@plimsoll/quota';
import { createQuota } from '@plimsoll/quota/server';

const catalog = defineCatalog({
  meters: { exports: allowance({ unit: 'export', per: 'month' }) },
  plans: { team: { name: 'Team', price: usd(19), limits: { exports: capped(10) } } },
  defaultPlan: 'team',
});

export default async function example(connection: string): Promise<void> {
  const quota = createQuota({ catalog, connection });
  const tenant = 'org_1';
  await quota.grant({ tenant, meter: 'exports', amount: 5, source: 'bonus' }, { actor: 'ada', reason: 'welcome' });
  await quota.consume({ tenant, meters: { exports: 4 } });
  const granted = await quota.consume({ tenant, actor: 'bob', feature: 'report', meters: { exports: 8 } });
  assert(granted.outcome === 'granted');

  const why = await quota.explain({ tenant, charge: granted.charge });
  assert.equal(
    why.sentence,
    '8 exports were granted to bob for report: 4 of 15 (10 by the Team plan, 5 by grants) were used, which left 11.',
  );
  assert.deepEqual([why.meters[0]?.numbers?.line, why.meters[0]?.numbers?.used], [15, 4]);

  const refused = await quota.consume({ tenant, meters: { exports: 8 } });
  assert(refused.outcome === 'refused');
  const whyNot = await quota.explain({ refusal: refused.refusal });
  assert.match(whyNot.sentence, /12 of 15 \(10 by the Team plan, 5 by grants\) were used, which left 3/);
  await quota.close();
}
