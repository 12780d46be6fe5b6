import { expect, it } from 'vitest';
import type { ConsumeRequest } from '../engine/verbs.ts';
import { type ContractsCatalog, contractsCatalog } from './contracts-catalog.ts';
import { by, now } from './quota-with.ts';
import { createTestQuota } from './test-quota.ts';

const tenant = 'team';
async function quotaOn() {
  const quota = createTestQuota(contractsCatalog, { now });
  await quota.setTenant('org', { plan: 'organisation' }, by);
  await quota.setTenant(tenant, { parent: 'org' }, by);
  return quota;
}

it('a charge is explained by what stood and was agreed before it, whatever came since', async () => {
  const quota = await quotaOn();
  const take = async (request: Omit<ConsumeRequest<ContractsCatalog>, 'tenant'>) => {
    const answer = await quota.consume({ tenant, ...request });
    if (answer.outcome !== 'granted') throw new Error(answer.outcome);
    return answer.charge;
  };
  await quota.grant({ tenant, meter: 'hard', amount: 5, source: 'bonus' }, by);
  await quota.hold({ tenant, meters: { hard: 2 } });
  quota.clock.advance({ minutes: 1 });
  await take({ meters: { hard: 4 } });
  const charge = await take({ meters: { hard: 3 }, actor: 'ada', feature: 'chat', key: 'k' });
  quota.clock.advance({ minutes: 1 });
  await quota.setPlan(tenant, 'organisation', by);
  await quota.refund({ tenant, charge, meters: { hard: 1 } });
  const explanation = await quota.explain({ tenant, charge });
  expect(explanation).toMatchObject({ outcome: 'granted', actor: 'ada', feature: 'chat', keyed: true });
  expect(explanation.sentence).toBe(
    '3 calls were granted to ada for chat: 4 of 15 (10 by the Team plan, 5 by grants) were used and 2 held, which left 9; the request had a key: sent again, it is answered with this charge; 1 of them is returned by now.',
  );
});

it('pools are told as they stood, and what they gave', async () => {
  const quota = await quotaOn();
  await quota.consume({ tenant: 'org', meters: { spill: 4 } });
  const answer = await quota.consume({ tenant, meters: { spill: 12, tokens: 7 } });
  if (answer.outcome !== 'granted') throw new Error(answer.outcome);
  const { meters } = await quota.explain({ tenant, charge: answer.charge });
  expect(meters).toMatchObject([
    { meter: 'spill', asked: 12, pools: [{ tenant: 'org', amount: 2, used: 4, line: 30 }] },
    { meter: 'tokens', asked: 7, pools: [{ tenant: 'org', amount: 7, used: 0, line: 100 }] },
  ]);
});

it('a refusal is explained by its own numbers; an unknown charge is refused', async () => {
  const quota = await quotaOn();
  const answer = await quota.consume({ tenant, meters: { hard: 11 } });
  if (answer.outcome !== 'refused') throw new Error(answer.outcome);
  const { sentence } = await quota.explain({ refusal: answer.refusal });
  expect(sentence).toBe("11 calls were refused: 0 of 10 (the Team plan's limit) were used, which left 10.");
  const unknown = quota.explain({ tenant, charge: '018f0000-0000-7000-8000-000000000000' });
  await expect(unknown).rejects.toMatchObject({ name: 'InvalidRequestError', field: 'charge' });
});
