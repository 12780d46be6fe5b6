// `usage` tells how all meters of a tenant stand, for a page to show; `ownUsage` what one member used; `onChange` when to ask again.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { allowance, capped, defineCatalog, level, usd } from '@plimsoll/quota';
import { createQuota } from '@plimsoll/quota/server';

const catalog = defineCatalog({
  meters: {
    generations: allowance({ unit: 'generation', label: 'AI generations', per: 'month' }),
    projects: level({ unit: 'project' }),
  },
  plans: { free: { name: 'Free', price: usd(0), limits: { generations: capped(10), projects: capped(3) } } },
  defaultPlan: 'free',
});

export default async function example(connection: string): Promise<void> {
  const quota = createQuota({ catalog, connection });
  const tenant = 'org_1';

  // Told in every process, whichever decided: behind a subscription of the page.
  const changes = new EventTarget();
  const changed = once(changes, 'change');
  const stop = await quota.onChange(tenant, () => changes.dispatchEvent(new Event('change')));
  await quota.consume({ tenant, actor: 'ada', meters: { generations: 8 } });
  await changed;
  stop();

  const { plan, meters } = await quota.usage(tenant);
  const { generations, projects } = meters;
  assert.equal(plan, 'free');
  assert.deepEqual([generations.used, generations.remaining, generations.percent], [8, 2, 80]);
  assert.equal(generations.status, 'warning');
  assert.equal(projects.status, 'calm');

  // A member without the right to see the tenant's limits sees what they used themselves.
  const own = await quota.ownUsage(tenant, 'bob');
  assert.equal(own.meters.generations.used, 0);
  await quota.close();
}
