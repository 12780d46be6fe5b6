// Two allowances at once: some in five hours, which begin with the first call, and more in a week. Both must have room.
import assert from 'node:assert/strict';
import { allowance, capped, defineCatalog, usd, windowOf } from '@plimsoll/quota';
import { createQuota } from '@plimsoll/quota/server';

const catalog = defineCatalog({
  meters: {
    messages: allowance({ unit: 'message', per: windowOf({ hours: 5 }) }),
    weeklyMessages: allowance({ unit: 'message', per: 'week' }),
  },
  plans: { pro: { name: 'Pro', price: usd(19), limits: { messages: capped(10), weeklyMessages: capped(25) } } },
  defaultPlan: 'pro',
});

export default async function example(connection: string): Promise<void> {
  let now = '2026-11-10T13:00:00Z';
  const quota = createQuota({ catalog, connection, clock: () => new Date(now) });
  const tenant = 'ada';
  const send = (messages: number) => quota.consume({ tenant, meters: { messages, weeklyMessages: messages } });

  assert.equal((await send(10)).outcome, 'granted');
  const { messages } = (await quota.usage(tenant)).meters;
  assert.deepEqual(messages.period, { start: '2026-11-10T13:00:00.000Z', end: '2026-11-10T18:00:00.000Z' });

  const tooMany = await send(1);
  assert(tooMany.outcome === 'refused' && tooMany.refusal.reason === 'exhausted');
  assert.deepEqual([tooMany.refusal.meter, tooMany.refusal.retryAfterMs], ['messages', 5 * 3_600_000]);

  now = '2026-11-10T18:00:00Z';
  assert.equal((await send(10)).outcome, 'granted');
  now = '2026-11-11T09:00:00Z'; // the window has room again; five are left of the week
  const ofWeek = await send(6);
  assert(ofWeek.outcome === 'refused' && ofWeek.refusal.reason === 'exhausted');
  assert.equal(ofWeek.refusal.meter, 'weeklyMessages');
  assert.equal((await send(5)).outcome, 'granted');
  await quota.close();
}
