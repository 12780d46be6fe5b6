import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type OwnServer, ownServer } from '../testing/own-server.ts';
import { by, type TestCatalog } from '../testing/quota-fixture.ts';
import type { Decision } from './verbs.ts';

/** A database that answers, and can't do what it is asked to. */
let own: OwnServer;
let admin: postgres.Sql;
beforeAll(async () => {
  own = await ownServer({ max_connections: '30', superuser_reserved_connections: '0', fsync: 'off' });
  admin = postgres(own.server.url, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await admin.end();
  await own.close();
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
      const one = postgres(own.server.url, { max: 1, onnotice: () => {}, connection: { application_name: 'taker' } });
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
      const fresh = postgres(own.server.url, { max: 1, onnotice: () => {} });
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
    await own.server.stop();
    await writeFile(join(own.server.dataDir, 'standby.signal'), '', { mode: 0o644 });
    await own.start();
    return async () => {
      expect(await admin`select pg_is_in_recovery() as is`).toEqual([{ is: true }]);
      await admin`select pg_promote()`;
    };
  },
};

it.each(Object.keys(ailments) as (keyof typeof ailments)[])(
  'a database that %s grants nothing and loses nothing; well again it decides, and tells what it could not',
  { timeout: 90_000 },
  async (ailment) => {
    const tenant = ailment;
    await own.quota.setPlan(tenant, 'starter', by);
    let unavailable = 0;
    const ask = async () => {
      const decision = await own.quota.consume({ tenant, meters: { tokens: 2 }, actor: 'ada' });
      if (decision.outcome === 'refused' && decision.refusal.reason === 'unavailable') unavailable += 1;
      return decision;
    };
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
          select e.charge, sum(e.amount)::int as amount from quota.entry e join quota.balance b on b.id = e.balance_id
          where b.tenant = ${tenant} group by e.charge having sum(e.amount) > 0`;
        expect(booked.map(({ charge }) => charge).sort()).toEqual([...granted].sort());
      },
      { timeout: 20_000 },
    );
    expect((await own.quota.usage(tenant)).meters.tokens.used).toBe(2 * granted.length);
    // What nobody could decide is on record, each call once.
    await vi.waitFor(async () => {
      const [missed] = await admin`
        select sum(r.count)::int as count, sum(r.asked)::int as asked from quota.refusal r join quota.balance b on b.id = r.balance_id
        where b.tenant = ${tenant} and b.meter = 'tokens' and r.reason = 'unavailable' and r.actor = 'ada'`;
      expect(missed).toEqual({ count: unavailable, asked: 2 * unavailable });
    });
  },
);

function chargeOf(decision: Decision<TestCatalog>): string {
  if (decision.outcome === 'refused') throw new Error(`Refused: ${JSON.stringify(decision.refusal)}`);
  return decision.charge;
}
