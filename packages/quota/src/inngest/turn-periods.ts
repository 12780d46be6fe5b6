import type { Inngest, InngestFunction } from 'inngest';
import type { Catalog } from '../catalog/define-catalog.ts';
import type { Quota } from '../engine/quota.ts';
import { turnAsked } from './asked-events.ts';

export type TurnPeriodsOptions<C extends Catalog = Catalog> = {
  inngest: Inngest.Any;
  quota: Pick<Quota<C>, 'closePeriods'>;
  /** @default at the fifth minute of each hour */
  cron?: string;
};

/** Periods in one step. */
const mostInStep = 10_000;
const mostSteps = 200;

/**
 * Every hour, and when it is asked for (`quota/turn.asked`): turns periods that ended and that no call has turned, and closes those that ended more than 24 hours ago: their snapshot is
 * what billing reads. After days without a run it catches up, oldest first.
 */
export function turnPeriods<C extends Catalog>(options: TurnPeriodsOptions<C>): InngestFunction.Any {
  const { inngest, quota, cron = '5 * * * *' } = options;
  return inngest.createFunction(
    { id: 'turn-periods', name: 'Turn and close periods', retries: 3, triggers: [{ cron }, { event: turnAsked }] },
    async ({ step }) => {
      let closed = 0;
      for (let n = 1; n <= mostSteps; n++) {
        const some = await step.run(`close-${n}`, () => quota.closePeriods({ most: mostInStep }));
        closed += some.closed;
        if (some.closed === 0) return { closed };
      }
      return { closed };
    },
  );
}
