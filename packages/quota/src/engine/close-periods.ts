import { storedMeter } from '../catalog/stored-meter.ts';
import { checkMost } from './check-most.ts';
import { unavailableUnlessBug } from './decide-request.ts';
import type { EngineContext } from './engine-context.ts';
import { withPatience } from './with-retry.ts';

/**
 * Closes periods that ended more than 24 hours ago, for billing to read: what was included, granted, beyond the line and
 * late stands in `quota.period` from then on and never changes. Later refunds and events go to the running period.
 * A period that nobody has turned is turned first. Of a meter that the catalog counts no more nothing is turned.
 *
 * Each period is closed once, however many processes do it. Call it again while it closes as many as it may.
 * Looks through all balances and periods without an index: well below a second for 100,000 of each.
 * @param most periods at once, 1 … 10,000.
 * @throws QuotaUnavailableError while the database is away: what was closed before stays closed.
 */
export async function closePeriods(
  context: EngineContext,
  { most = 1_000 }: { most?: number } = {},
): Promise<{ closed: number }> {
  checkMost(most, 10_000);
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const { found, closed } = await closeSome(context, most);
    if (closed > 0 || !found) return { closed };
  }
  return { closed: 0 };
}

/** Whoever comes second to the same periods looks for others, so that 0 means that none is left. */
const mostAttempts = 20;

async function closeSome(context: EngineContext, most: number) {
  const { catalog, database } = context;
  const now = context.testNow();
  const meterOf = new Map(Object.keys(catalog.meters).map((meter) => [storedMeter(catalog, meter), meter]));
  const ended = await withPatience(
    () => database.sql<{ tenant: string; meter: string; actor: string }[]>`
      select b.tenant, b.meter, b.actor from quota.balance b
      where isfinite(b.period_end) and b.period_end < coalesce(${now}::timestamptz, clock_timestamp()) - interval '24 hours'
        and b.meter = any (${[...meterOf.keys()]})
      order by b.period_end, b.id limit ${most}`,
  ).catch(unavailableUnlessBug);
  const names = ended.map(({ meter, ...name }) => ({ ...name, meter: meterOf.get(meter) as string }));
  if (names.length > 0) await context.openBalances(names).catch(unavailableUnlessBug);
  const [row] = await withPatience(
    () => database.sql<[{ closed: number }]>`
      select quota.close_periods_1(${now}, ${most}) as closed`,
  ).catch(unavailableUnlessBug);
  return { found: ended.length > 0 || row.closed < 0, closed: Math.max(row.closed, 0) };
}
