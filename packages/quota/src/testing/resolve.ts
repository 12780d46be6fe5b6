import { amountsOf, limitAmount } from '../usage/amounts-of.ts';
import { listAhead, tell } from './passed-thresholds.ts';
import { payDown } from './rate-debt.ts';
import { dayMs, runningPeriodOf, takenOf, type World, type WorldBalance, type WorldGrant } from './world.ts';
import { givenBy, limitOf, meterOf, tenantOf } from './world-contract.ts';

/**
 * Works out line, ceiling and what grants gave, after the contract, the time or a return changed something.
 * @param change.isNew nothing was resolved before, so nothing has changed.
 */
export function resolve(world: World, balance: WorldBalance, { isNew = false } = {}): void {
  const { tenant, meter } = balance;
  const limit = givenBy(world, tenant, meter);
  const isRate = meterOf(world, meter).kind === 'rate';
  if (isRate) payDown(world, balance);
  const before = balance.line;
  const extra = isRate ? 0 : redraw(world, balance);
  const { line, ceiling } = amountsOf(limit, extra, graceEndOf(world, balance) <= world.state.nowMs);
  balance.line = line;
  balance.ceiling = tenantOf(world, tenant).suspendedMs === null ? ceiling : 0;
  keepTerms(balance, extra);
  if (isRate) return;
  listAhead(world, balance);
  const used = balance.periods.at(-1)?.used ?? 0;
  if (!isNew && line !== before && line !== null && line > 0 && used >= line) {
    tell(world, balance, { amount: line, level: 'reached' });
  }
}

/** What the running period was agreed by, for when it is closed: what a plan allowed stays allowed when it is left. */
function keepTerms(balance: WorldBalance, grants: number): void {
  const running = runningPeriodOf(balance);
  const { line, ceiling, base } = balance;
  const higher = (one: number | null, other: number | null) =>
    one === null || other === null ? null : Math.max(one, other);
  const { top } = running;
  running.top = running.isBooked
    ? { line: higher(top.line, line), ceiling: higher(top.ceiling, ceiling) }
    : { line, ceiling };
  Object.assign(running, { line, ceiling, base, grants });
}

/** When the grace that runs ends; Infinity where none does. */
export function graceEndOf(world: World, { tenant, meter, graceFromMs }: WorldBalance): number {
  const limit = limitOf(world, tenant, meter);
  if (limit.type !== 'capped' || !limit.grace || graceFromMs === null) return Infinity;
  return graceFromMs + limit.grace.days * dayMs;
}

/** Draws what is taken beyond the limit's own again. A better limit gives back what grants gave. Returns what they add to the line. */
function redraw(world: World, balance: WorldBalance): number {
  const { nowMs } = world.state;
  const grants = grantsOf(world, balance).filter(({ startsMs }) => startsMs <= nowMs);
  const own = limitAmount(givenBy(world, balance.tenant, balance.meter));
  const isOver = ({ expiresMs }: WorldGrant) => expiresMs <= nowMs;
  if (own === null || meterOf(world, balance.meter).kind !== 'allowance') {
    balance.base = Number.MAX_SAFE_INTEGER;
    balance.own = Number.MAX_SAFE_INTEGER;
    for (const grant of grants) Object.assign(grant, { gave: 0, most: 0 });
    return own === null ? 0 : sum(grants.filter((grant) => !isOver(grant)).map(({ amount }) => amount));
  }
  for (const grant of grants) grant.most = isOver(grant) ? grant.gave : grant.amount - grant.drawn;
  const gave = sum(grants.map((grant) => grant.gave));
  if (own !== balance.own) {
    // A higher limit gives back what grants gave; what it covered, a lower one takes from none of them.
    const covered = takenOf(balance) - Math.min(gave, Math.max(takenOf(balance) - own, 0));
    balance.base = Math.max(own, Math.min(covered, balance.base));
    balance.own = own;
  }
  drawFrom(grants, Math.max(takenOf(balance) - balance.base, 0));
  for (const grant of grants.filter(isOver)) grant.most = grant.gave;
  return sum(grants.map(({ most }) => most));
}

/** After more or less was taken: what is beyond the base is drawn from the grants that counted at the last resolving. */
export function drawBeyond(world: World, balance: WorldBalance): void {
  drawFrom(grantsOf(world, balance), Math.max(takenOf(balance) - balance.base, 0));
}

/** Earliest expiry first, none more than it can. */
function drawFrom(grants: WorldGrant[], amount: number): void {
  let rest = amount;
  for (const grant of grants) {
    grant.gave = Math.min(rest, grant.most);
    rest -= grant.gave;
  }
}

/** A balance's grants in the order in which they are drawn. */
export const grantsOf = ({ state }: World, { tenant, meter }: Pick<WorldBalance, 'tenant' | 'meter'>): WorldGrant[] =>
  state.grants
    .filter((grant) => grant.tenant === tenant && grant.meter === meter)
    .sort((a, b) => (a.expiresMs === b.expiresMs ? (a.id < b.id ? -1 : 1) : a.expiresMs - b.expiresMs));

const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0);
