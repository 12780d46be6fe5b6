// What holds while the database is away is declared for each meter: `refuse` answers `unavailable`, `admit` grants and books later.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { allowance, capped, defineCatalog, usd } from '@plimsoll/quota';
import { createQuota } from '@plimsoll/quota/server';

const catalog = defineCatalog({
  meters: {
    searches: allowance({ unit: 'search', per: 'month', onOutage: 'admit' }), // cheap: nobody should wait for us
    images: allowance({ unit: 'image', per: 'month' }), // dear: rather none than one too many
  },
  plans: { free: { name: 'Free', price: usd(0), limits: { searches: capped(100), images: capped(10) } } },
  defaultPlan: 'free',
});

export default async function example(connection: string): Promise<void> {
  const wire = await wireTo(connection);
  const quota = createQuota({ catalog, connection: wire.url });
  const tenant = 'org_1';
  await quota.ready();

  await wire.cut();
  const admitted = await quota.consume({ tenant, meters: { searches: 2 } });
  assert(admitted.outcome === 'granted');
  assert.equal(admitted.admitted, true); // its numbers are unknown
  const refused = await quota.consume({ tenant, meters: { images: 1 } });
  assert(refused.outcome === 'refused' && refused.refusal.reason === 'unavailable');
  assert(refused.refusal.retryAfterMs > 0);

  await wire.mend();
  // What was admitted is booked on return, once.
  const used = () =>
    quota.usage(tenant).then(
      ({ meters }) => meters.searches.used,
      () => 0,
    );
  while ((await used()) === 0) await sleep(100);
  assert.equal(await used(), 2);
  const why = await quota.explain({ refusal: refused.refusal });
  assert.match(why.sentence, /the limits could not be checked, as the database gave no answer/);
  await quota.close();
  await wire.cut();
}

/** A way to the database that can be cut. */
async function wireTo(connection: string) {
  const database = new URL(connection);
  const sockets = new Set<net.Socket>();
  const server = net.createServer((near) => {
    const far = net.connect(Number(database.port || 5432), database.hostname);
    for (const socket of [near, far]) sockets.add(socket.on('error', () => {}));
    near.pipe(far).pipe(near);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as net.AddressInfo;
  const url = Object.assign(new URL(connection), { hostname: '127.0.0.1', port: String(port) }).href;
  const cut = () => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    return closed;
  };
  return { url, cut, mend: () => once(server.listen(port, '127.0.0.1'), 'listening') };
}
