import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@plimsoll/local';
import postgres from 'postgres';
import { createQuota, migrateQuota } from '../src/server.ts';
import { benchCatalog, hot, spread } from './bench-catalog.ts';
import { oneCallPerRequest, selectForUpdate } from './contenders.ts';
import { type Ask, alone, throughput } from './measure.ts';

/**
 * Decisions on a real Postgres with default durability, on this machine, in one run. Absolute figures vary by machine; the
 * ratios are what counts. `BENCH_SECONDS`: how long each figure is taken, 3 where left out.
 */
const callers = 256;
const forMs = Number(process.env.BENCH_SECONDS ?? 3) * 1000;

const folder = await mkdtemp(join(tmpdir(), 'plimsoll-bench-'));
const server = await startPostgres({ dataDir: join(folder, 'postgres'), settings: { shared_buffers: '256MB' } });
try {
  await migrateQuota(server.url);
  const quota = createQuota({ catalog: benchCatalog, connection: server.url });
  const batch: Ask = async (tenant) => {
    const decision = await quota.consume({ tenant, meters: { calls: 1 } });
    if (decision.outcome !== 'granted') throw new Error(`Not granted: ${JSON.stringify(decision)}`);
  };
  // Opens every balance, so that nobody's figure holds that.
  await Promise.all([...hot, ...spread].map(batch));
  const single = await oneCallPerRequest(server.url);
  const naive = await selectForUpdate(server.url);

  for (const [name, tenants, goals] of [
    ['one hot tenant', hot, { single: 20, naive: 60 }],
    ['10,000 tenants', spread, { single: 4 }],
  ] as const) {
    const figures = {
      batch: await throughput(batch, [...tenants], callers, forMs),
      single: await throughput(single.ask, [...tenants], callers, forMs),
      naive: await throughput(naive.ask, [...tenants], callers, forMs),
    };
    console.log(`\n${name}, ${callers} callers`);
    console.log(`  batch                  ${shown(figures.batch)} decisions/s`);
    console.log(
      `  one call per request   ${shown(figures.single)} decisions/s   ${ratio(figures.batch, figures.single, goals.single)}`,
    );
    console.log(
      `  SELECT … FOR UPDATE    ${shown(figures.naive)} decisions/s   ${ratio(figures.batch, figures.naive, 'naive' in goals ? goals.naive : undefined)}`,
    );
  }
  await single.end();
  await naive.end();

  const sql = postgres(server.url, { max: 1 });
  await sql`create table bare (id int primary key, n bigint not null)`;
  await sql`insert into bare values (1, 0)`;
  const [consume, bare] = (await alone(
    [() => batch('hot'), () => sql`update bare set n = n + 1 where id = 1 returning n`],
    3_000,
  )) as [number, number];
  console.log('\none caller alone');
  console.log(`  consume                ${consume.toFixed(3)} ms`);
  console.log(
    `  UPDATE … RETURNING     ${bare.toFixed(3)} ms   ${(consume / bare).toFixed(2)} × its time (goal: at most 1.5)`,
  );
  await sql.end();
  await quota.close();
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}

function shown(perSecond: number): string {
  return Math.round(perSecond).toLocaleString('en').padStart(7);
}

function ratio(mine: number, other: number, goal?: number): string {
  return `batch is ${(mine / other).toFixed(1)} ×${goal ? ` (goal: at least ${goal})` : ''}`;
}
