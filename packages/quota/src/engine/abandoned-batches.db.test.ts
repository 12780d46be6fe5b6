import { createServer, connect as dial, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createQuota, type Quota } from '../server.ts';
import { type QuotaFixture, quotaFixture, type TestCatalog, testCatalog } from '../testing/quota-fixture.ts';

/** A wire between engine and Postgres that can break off right after a statement was committed. */
async function breakableWire(port: number) {
  const sockets = new Set<Socket>();
  let state: 'whole' | 'breaks at the next answer' | 'broken' = 'whole';
  const server: Server = createServer((client) => {
    if (state === 'broken') return void client.destroy();
    const upstream = dial(port, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => [client, upstream].forEach((other) => void other.destroy()));
    }
    client.on('data', (data) => upstream.write(data));
    upstream.on('data', (data) => {
      if (state !== 'breaks at the next answer' || !data.includes('SELECT 1\u0000')) return void client.write(data);
      state = 'broken';
      for (const socket of sockets) socket.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    breakAtNextAnswer() {
      state = 'breaks at the next answer';
    },
    mend() {
      state = 'whole';
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

let fixture: QuotaFixture;
let wire: Awaited<ReturnType<typeof breakableWire>>;
let quota: Quota<TestCatalog>;
beforeEach(async () => {
  fixture = await quotaFixture();
  const { hostname, port, username, password, pathname } = new URL(fixture.url);
  wire = await breakableWire(Number(port));
  const place = { host: hostname, port: wire.port, user: username, pass: password, database: pathname.slice(1) };
  quota = createQuota({ catalog: testCatalog, connection: { ...place, max: 1 } });
});
afterEach(async () => {
  await quota.close();
  await wire.close();
  await fixture.close();
});

const tenant = 'org';
const generations = async () => (await fixture.quota.usage(tenant)).meters.generations.used;

it.each([1, 3])(
  'what was booked without an answer, %i at once, is returned: its caller was told that nothing was decided',
  {
    timeout: 60_000,
  },
  async (size) => {
    const ask = () =>
      Promise.all(
        Array.from({ length: size }, (_, i) => quota.consume({ tenant, meters: { generations: 1 }, key: `k${i}` })),
      );
    await quota.consume({ tenant, meters: { generations: 1 }, key: 'first' });
    await Promise.all(['a', 'b', 'c'].map((key) => quota.consume({ tenant, meters: { generations: 1 }, key })));
    wire.breakAtNextAnswer();
    for (const decision of await ask()) {
      expect(decision).toMatchObject({ outcome: 'refused', refusal: { reason: 'unavailable' } });
    }
    expect(await generations()).toBe(4 + size);
    wire.mend();
    await vi.waitFor(async () => expect(await generations()).toBe(4), { timeout: 10_000 });
    for (const decision of await ask()) expect(decision).toMatchObject({ outcome: 'granted' });
    expect(await generations()).toBe(4 + size);
    expect((await fixture.ledger()).filter(({ used, ledger }) => used !== ledger)).toEqual([]);
  },
);
