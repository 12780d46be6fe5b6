import { chmodSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningPostgres, startPostgres } from '@plimsoll/local';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { allowance, capped, defineCatalog, usd } from '../index.ts';
import { createQuota, migrateQuota, type Quota } from '../server.ts';

const catalog = defineCatalog({
  meters: {
    open: allowance({ unit: 'call', per: 'month', onOutage: 'admit' }),
    shut: allowance({ unit: 'call', per: 'month' }),
  },
  plans: { free: { name: 'Free', price: usd(0), limits: { open: capped(10), shut: capped(10) } } },
  defaultPlan: 'free',
});

/** A server of its own, for it is stopped and started again on its port. */
let folder: string;
let server: RunningPostgres;
let quota: Quota<typeof catalog>;
const start = (port?: number) =>
  startPostgres({
    dataDir: join(folder, 'data'),
    ...(port === undefined ? {} : { port }),
    settings: { full_page_writes: 'off' },
  });
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-admit-'));
  chmodSync(folder, 0o711); // As root the server is another user, who must get through to its data.
  server = await start();
  await migrateQuota(server.url);
  quota = createQuota({ catalog, connection: server.url });
});
afterAll(async () => {
  await quota.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

it('while the database is away a meter that admits grants, and each call is booked once when it is back', {
  timeout: 60_000,
}, async () => {
  const tenant = 'org';
  await quota.consume({ tenant, meters: { open: 1, shut: 1 } });
  const { port } = server;
  await server.stop();
  const began = Date.now();
  const calls = [
    { tenant, meters: { open: 2 } },
    { tenant, meters: { open: 3 }, key: 'k' },
    { tenant, meters: { open: 3 }, key: 'k' },
    { tenant, meters: { open: 4 } },
  ];
  const admitted = await Promise.all(calls.map((call) => quota.consume(call)));
  expect(Date.now() - began).toBeLessThan(3_000);
  expect(admitted).toMatchObject(calls.map(() => ({ outcome: 'granted', admitted: true })));
  const returned = admitted[3];
  if (returned?.outcome !== 'granted') throw new Error('refused');
  expect(await quota.refund({ tenant, charge: returned.charge })).toEqual({ meters: {} });
  expect(await quota.consume({ tenant, meters: { open: 1, shut: 1 } })).toMatchObject({
    refusal: { reason: 'unavailable' },
  });
  server = await start(port);
  await expect
    .poll(
      () =>
        quota.usage(tenant).then(
          ({ meters }) => meters.open.used,
          () => 0,
        ),
      { timeout: 30_000, interval: 200 },
    )
    .toBe(6);
  // Whatever was kept is through by now: a later answer of a first try books nothing again.
  expect(await quota.consume({ tenant, meters: { open: 3 }, key: 'k' })).toMatchObject({ outcome: 'replayed' });
  expect((await quota.usage(tenant)).meters).toMatchObject({ open: { used: 6 }, shut: { used: 1 } });
});
