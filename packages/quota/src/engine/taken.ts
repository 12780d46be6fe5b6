import { storedMeter } from '../catalog/stored-meter.ts';
import type { DecisionAnswer } from './decide.ts';
import type { Line } from './decision.ts';
import type { EngineContext } from './engine-context.ts';
import { withRetry } from './with-retry.ts';

/** The answer with what its charge or hold took when it was first granted: a key's replay tells that, not what is asked now. */
export async function withTaken(
  context: EngineContext,
  lines: Line[],
  answer: DecisionAnswer,
): Promise<DecisionAnswer> {
  const { sql } = context.database;
  const rows = await withRetry(
    () => sql<{ meter: string; taken: number }[]>`
      select x.meter, max(x.taken)::float8 as taken from (
        select b.meter, sum(e.amount) as taken from quota.entry e join quota.balance b on b.id = e.balance_id
          where e.charge = ${answer.charge} and e.kind in ('consume', 'record') and e.draw <> 1 group by b.meter
        union all
        select b.meter, sum(e.amount) from quota.entry e join quota.balance b on b.id = e.balance_id
          where e.charge = ${answer.charge} and e.kind in ('consume', 'record') and e.draw = 1 and e.via is null group by b.meter
        union all
        select l.meter, sum(l.amount) from quota.hold_line l where l.hold = ${answer.charge} and l.draw <> 1 group by l.meter) as x
      group by x.meter`,
  );
  const taken = new Map(rows.map((row) => [row.meter, row.taken]));
  const told = answer.lines.map((line, index) => {
    const [meter] = lines[index] as Line;
    return { ...line, taken: taken.get(storedMeter(context.catalog, meter)) ?? line.taken };
  });
  return { ...answer, lines: told };
}
