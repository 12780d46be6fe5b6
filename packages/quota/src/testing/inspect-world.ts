import type { PeriodRange } from '../usage/meter-usage.ts';
import { pathOf, remainingOf } from './pool-path.ts';
import { owedUnits } from './rate-debt.ts';
import { copyOf, rangeOf, runningPeriodOf, type World, type WorldEntry, type WorldNotice } from './world.ts';
import { meterOf } from './world-contract.ts';

/** What a test quota holds, as plain JSON. */
export type Inspection = {
  /** In the order in which they were first asked for. Null amounts: unlimited. */
  balances: {
    tenant: string;
    meter: string;
    actor: string;
    used: number;
    held: number;
    line: number | null;
    ceiling: number | null;
    remaining: number | null;
    /** Null for a level, a lifetime, a rate, and a window that no call has opened. */
    period: PeriodRange | null;
    /** The periods that ended, oldest first. */
    ended: { used: number; held: number; period: PeriodRange }[];
  }[];
  /** The ledger, oldest first. `tenant` is whose balance it is, `origin` whose request. */
  entries: (Pick<WorldEntry, 'kind' | 'amount' | 'charge' | 'origin' | 'isLate'> & {
    tenant: string;
    meter: string;
    period: PeriodRange | null;
  })[];
  /** What would have been told, oldest first. */
  notices: ({ kind: 'threshold' } & Pick<WorldNotice, 'tenant' | 'meter' | 'level' | 'amount' | 'used'>)[];
};

export function inspectWorld(world: World): Inspection {
  // On a copy: looking at a pool makes no balance.
  const copy = copyOf(world);
  const { balances, entries, notices } = copy.state;
  return {
    balances: [...balances.values()].map((balance) => {
      const { tenant, meter, actor, line, ceiling } = balance;
      const running = runningPeriodOf(balance);
      const used = meterOf(copy, meter).kind === 'rate' ? owedUnits(copy, balance) : running.used;
      const remaining = remainingOf(copy, pathOf(copy, tenant, meter, actor));
      const ended = balance.periods.slice(0, -1).map((period) => ({
        used: period.used,
        held: period.held,
        period: rangeOf(period) as PeriodRange,
      }));
      const { held } = running;
      return { tenant, meter, actor, used, held, line, ceiling, remaining, period: rangeOf(running), ended };
    }),
    entries: entries.map(({ balance, period, kind, amount, charge, origin, isLate }) => {
      const { tenant, meter } = balance;
      return { tenant, meter, kind, amount, charge, origin, isLate, period: rangeOf(period) };
    }),
    notices: notices.map(({ tenant, meter, level, amount, used }) => {
      return { kind: 'threshold', tenant, meter, level, amount, used };
    }),
  };
}
