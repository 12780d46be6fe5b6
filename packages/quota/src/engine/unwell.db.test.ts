import { chmodSync, mkdtempSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningPostgres, startPostgres } from '@plimsoll/local';
import postgres from 'postgres';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createQuota, migrateQuota, type Quota } from '../server.ts';
import { by, type TestCatalog, testCatalog } from '../testing/quota-fixture.ts';
import type { Decision } from './verbs.ts';

/** A database that answers, and can't do what it is asked to. */
let folder: string;
let server: RunningPostgres;
let admin: postgres.Sql;
let quota: Quota<TestCatalog>;
const start = (port?: number) =>
  startPostgres({
    dataDir: join(folder, 'data'),
    ...(port === undefined ? {} : { port }),
    settings: { max_connections: '30', superuser_reserved_connections: '0', fsync: 'off' },
  });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-unwell-'));
  chmodSync(folder, 0o711); // As root the server is another user, who must get through to its data.
  server = await start();
  await migrateQuota(server.url);
  admin = postgres(server.url, { max: 1, onnotice: () => {} });
  quota = createQuota({ catalog: testCatalog, connection: server.url });
});
afterEach(async () => {
  await quota.close();
  await admin.end();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Ends every session but the tests' own. */
const endSessions = () => admin`
  select pg_terminate_backend(pid) from pg_stat_activity
  where backend_type = 'client backend' and application_name <> 'taker' and pid <> pg_backend_pid()`;

/** Each makes the database unwell, and answers what makes it well again. */
const ailments = {
  async 'has no connection left'() {
    const taken: postgres.Sql[] = [];
    const take = async () => {
      const one = postgres(server.url, { max: 1, onnotice: () => {}, connection: { application_name: 'taker' } });
      taken.push(one);
      await one`select 1`;
    };
    // Those that the engine has are ended and taken, else it would go on with them.
    for (let isFull = false; !isFull; ) {
      await endSessions();
      isFull = await take().then(
        () => false,
        ({ code }: { code?: string }) => code === '53300',
      );
    }
    return async () => {
      await Promise.all(taken.map((one) => one.end({ timeout: 5 })));
    };
  },
  async 'reads only'() {
    await admin`alter system set default_transaction_read_only = on`;
    await admin`select pg_reload_conf()`;
    await vi.waitFor(async () => {
      const fresh = postgres(server.url, { max: 1, onnotice: () => {} });
      const [{ mode }] = await fresh<
        [{ mode: string }]
      >`select current_setting('default_transaction_read_only') as mode`;
      await fresh.end();
      expect(mode).toBe('on');
    });
    await endSessions();
    return async () => {
      await admin`alter system reset default_transaction_read_only`;
      await admin`select pg_reload_conf()`;
    };
  },
  async 'has no disk left'() {
    await admin.unsafe(`create function no_disk() returns trigger language plpgsql as $$
      begin raise exception 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$`);
    await admin.unsafe('create trigger no_disk before insert on quota.entry for each row execute function no_disk()');
    return async () => {
      await admin.unsafe('drop trigger no_disk on quota.entry');
    };
  },
  async 'is in recovery'() {
    const { port, dataDir } = server;
    await server.stop();
    await writeFile(join(dataDir, 'standby.signal'), '', { mode: 0o644 });
    server = await start(port);
    return async () => {
      expect(await admin`select pg_is_in_recovery() as is`).toEqual([{ is: true }]);
      await admin`select pg_promote()`;
    };
  },
};

it.each(Object.keys(ailments) as (keyof typeof ailments)[])(
  'a database that %s grants nothing and loses nothing; well again it decides',
  { timeout: 90_000 },
  async (ailment) => {
    await quota.setPlan('t', 'starter', by);
    const ask = () => quota.consume({ tenant: 't', meters: { tokens: 1 } });
    const granted: string[] = [];
    for (let i = 0; i < 3; i++) granted.push(chargeOf(await ask()));

    const cure = await ailments[ailment]();
    const during = await Promise.all(Array.from({ length: 20 }, ask));
    expect(new Set(during.map((one) => (one.outcome === 'refused' ? one.refusal.reason : one.outcome)))).toEqual(
      new Set(['unavailable']),
    );
    expect(during[0]).toMatchObject({ refusal: { retryAfterMs: expect.any(Number) } });
    await cure();

    const first = await vi.waitFor(
      async () => {
        const decision = await ask();
        expect(decision.outcome).toBe('granted');
        return decision;
      },
      { timeout: 30_000 },
    );
    granted.push(chargeOf(first));
    await vi.waitFor(
      async () => {
        const booked = await admin<{ charge: string; amount: number }[]>`
          select charge, sum(amount)::int as amount from quota.entry group by charge having sum(amount) > 0`;
        expect(booked.map(({ charge }) => charge).sort()).toEqual([...granted].sort());
      },
      { timeout: 20_000 },
    );
    expect((await quota.usage('t')).meters.tokens.used).toBe(granted.length);
  },
);

function chargeOf(decision: Decision<TestCatalog>): string {
  if (decision.outcome === 'refused') throw new Error(`Refused: ${JSON.stringify(decision.refusal)}`);
  return decision.charge;
}
