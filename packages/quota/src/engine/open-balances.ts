import type { Catalog } from '../catalog/define-catalog.ts';
import { storedMeter } from '../catalog/stored-meter.ts';
import { type Contract, contractOf, drawing, noticesOf, type Tenant } from './contract.ts';
import type { EngineContext } from './engine-context.ts';
import { rolloverId } from './grant-draws.ts';
import { type BalanceName, nameKey } from './known-balances.ts';
import { type BalanceRow, readBalances } from './read-balances.ts';
import { readTerms } from './read-terms.ts';
import { lineageOf, readTenants } from './tenants.ts';

/**
 * Opens balances set-wise: resolves calendar and contract for each and writes the result, if nobody wrote in between.
 * Those above that they draw on are opened with them where they are stale.
 * One that somebody else changed meanwhile may be stale still: the next decision says so, and it is opened again.
 */
export async function openBalances(context: EngineContext, names: BalanceName[]): Promise<void> {
  const { database, catalog, balances } = context;
  const ids = names.map(({ tenant }) => tenant);
  const tenants = await readTenants(database, ids, catalog.defaultPlan);
  const above = names.flatMap((name) => poolsAbove(catalog, tenants, name));
  const all = [...new Map([...names, ...above].map((name) => [nameKey(name), name])).values()];
  const version = await context.catalogVersion();
  const now = context.testNow();
  const [read, terms] = await Promise.all([
    readBalances(database, catalog, all, now),
    readTerms(
      database,
      catalog,
      all.map(({ tenant }) => tenant),
      now,
    ),
  ]);
  const nowMs = now === null ? read.nowMs : Date.parse(now);
  const asked = new Set(names.map(nameKey));
  const contracts = new Map(
    all.map((name) => {
      const tenant = tenants.get(name.tenant) as Tenant;
      const row = read.rows.get(nameKey(name));
      const contract = contractOf(catalog, tenant, name.meter, nowMs, row, terms.of(name.tenant, name.meter));
      const isStale = !row || (row.validUntilMs ?? Number.POSITIVE_INFINITY) <= nowMs || row.revision < tenant.revision;
      return [nameKey(name), { name, tenant, row, contract, isDue: isStale || asked.has(nameKey(name)) }];
    }),
  );
  const drawn = new Map(names.flatMap((name) => pathFrom(contracts, name)).map((name) => [nameKey(name), name]));

  // A pool must have its row before one that draws on it can name it.
  const isMissing = (name: BalanceName) => !read.rows.has(nameKey(name));
  const missing = [...drawn.values()].filter((name) => !asked.has(nameKey(name)) && isMissing(name));
  if (missing.length > 0) {
    await openBalances(context, missing);
    return openBalances(context, names);
  }
  let isLate = false;
  const opened = [...drawn.keys()].flatMap((key) => {
    const { name, tenant, row, contract, isDue } = contracts.get(key) as ReturnType<typeof contracts.get> & object;
    const pool = poolOf(name, tenant, contract);
    // Asked for together with its pool, neither has a row yet: the next round names it.
    isLate ||= pool !== null && isMissing(pool);
    if (!isDue || (pool && isMissing(pool))) return [];
    const id = pool && (read.rows.get(nameKey(pool)) as BalanceRow).id;
    return [openingOf(catalog, version, name, tenant, contract, nowMs, row, id)];
  });
  await database.sql`select quota.open_2(${now}, ${JSON.stringify(opened)}::text::jsonb)`;
  if (isLate) return openBalances(context, names);

  const fresh = await readBalances(database, catalog, all, now);
  for (const name of names) {
    const path = pathOf(fresh.rows, tenants, name);
    if (path) balances.remember(name, path);
  }
  for (const tenant of tenants.values()) balances.rememberTenant(tenant);
}

/** The balances of the same meter that this one may draw on: those of the tenants above. A rate draws on none. */
function poolsAbove(
  catalog: Catalog,
  tenants: ReadonlyMap<string, Tenant>,
  { tenant, meter }: BalanceName,
): BalanceName[] {
  if (catalog.meters[meter]?.kind === 'rate') return [];
  const [, ...above] = lineageOf(tenants, tenant);
  return above.map(({ id }) => ({ tenant: id, meter, actor: '' }));
}

type Contracted = { name: BalanceName; tenant: Tenant; contract: Contract };

/** A balance and those that it draws on, by their contracts: its own first. */
function pathFrom(contracts: ReadonlyMap<string, Contracted>, name: BalanceName): BalanceName[] {
  const path: BalanceName[] = [];
  for (let next: BalanceName | null = name; next; ) {
    path.push(next);
    const found = contracts.get(nameKey(next));
    next = found ? poolOf(found.name, found.tenant, found.contract) : null;
  }
  return path;
}

const poolOf = ({ meter }: BalanceName, tenant: Tenant, contract: Contract): BalanceName | null =>
  contract.draw === drawing.none || tenant.parent === null ? null : { tenant: tenant.parent, meter, actor: '' };

function pathOf(rows: ReadonlyMap<string, BalanceRow>, tenants: ReadonlyMap<string, Tenant>, name: BalanceName) {
  const ids: number[] = [];
  let root = name.tenant;
  for (const { id: tenant } of lineageOf(tenants, name.tenant)) {
    const row = rows.get(nameKey({ ...name, tenant }));
    if (!row) return undefined;
    ids.push(row.id);
    root = tenant;
    if (row.pool === null) return { ids, root };
  }
  return undefined;
}

const iso = (ms: number) => new Date(ms).toISOString();

function openingOf(
  catalog: Catalog,
  version: number,
  { meter, actor }: BalanceName,
  tenant: Tenant,
  contract: Contract,
  nowMs: number,
  row: BalanceRow | undefined,
  pool: number | null,
) {
  const { period, line, ceiling, isTurned, limit, override, rollovers, draws, validUntilMs } = contract;
  const used = isTurned ? 0 : (row?.used ?? 0);
  const stays = row !== undefined && row.line === line && !isTurned;
  const isLevel = catalog.meters[meter]?.kind === 'level';
  const notices = noticesOf(catalog, meter, contract, used, stays && isLevel ? row.noticeAt : undefined);
  // A window that no call has opened begins where the last one ended, or never began.
  const startMs = period?.start.epochMilliseconds ?? (isTurned ? row?.endMs : row?.startMs) ?? null;
  return {
    tenant: tenant.id,
    meter: storedMeter(catalog, meter),
    actor,
    seq: row?.seq ?? null,
    held: row?.heldRaw ?? 0,
    read_at: iso(nowMs),
    revision: tenant.revision,
    catalog_version: version,
    period_start: startMs === null ? '-infinity' : iso(startMs),
    period_end: period === null ? 'infinity' : period.end.toString(),
    valid_until: validUntilMs === null ? 'infinity' : iso(validUntilMs),
    line,
    ceiling,
    own: contract.own,
    base: contract.base,
    notice_at: notices.noticeAt,
    notice_level: notices.noticeLevel,
    rearm_at: notices.rearmAt,
    is_level: isLevel,
    is_turned: isTurned,
    line_changed: row !== undefined && row.line !== line && !isTurned,
    pool,
    draw: contract.draw,
    window_ms: contract.windowMs,
    grace_ms: contract.graceMs,
    per_us: contract.perUs,
    paces: contract.paces.map(({ fromMs, line }) => ({ starts: iso(fromMs), line })),
    facts: {
      plan: contract.plan,
      limit,
      grants: contract.grants,
      ...(override && { override: { until: override.untilMs === null ? null : iso(override.untilMs) } }),
      ...(tenant.isSuspended && { suspended: true }),
    },
    draws: draws.map(({ id, drawn, drawnNow, isCounted }) => ({
      id,
      drawn,
      drawn_now: drawnNow,
      is_counted: isCounted,
    })),
    skipped: contract.skipped.map(({ startMs, endMs }) => ({ starts: iso(startMs), ends: iso(endMs) })),
    rollovers: rollovers.map(({ amount, startsMs, endsMs }) => ({
      id: rolloverId(tenant.id, meter, startsMs),
      amount,
      starts: iso(startsMs),
      ends: iso(endsMs),
    })),
  };
}
