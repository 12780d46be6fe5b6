import type { Inngest, InngestFunction } from 'inngest';
import type { Catalog } from '../catalog/define-catalog.ts';
import type { Quota } from '../engine/quota.ts';
import { aggregationAsked } from './asked-events.ts';

export type AggregateUsageOptions<C extends Catalog = Catalog> = {
  inngest: Inngest.Any;
  quota: Pick<Quota<C>, 'aggregate'>;
  /** @default every minute */
  cron?: string;
};

/** Entries in one step: some seconds, so that a worker that dies in it loses little. */
const mostInStep = 500_000;
/** Steps in one run. What is left then, the next run reads. */
const mostSteps = 100;

/**
 * Every minute, and when it is asked for (`quota/aggregation.asked`): adds what the ledger gained to the rollups, step by step. It may run twice at once, and be killed anywhere: each entry is
 * read once.
 */
export function aggregateUsage<C extends Catalog>(options: AggregateUsageOptions<C>): InngestFunction.Any {
  const { inngest, quota, cron = '* * * * *' } = options;
  return inngest.createFunction(
    { id: 'aggregate-usage', name: 'Aggregate usage', retries: 3, triggers: [{ cron }, { event: aggregationAsked }] },
    async ({ step }) => {
      let entries = 0;
      for (let n = 1; n <= mostSteps; n++) {
        const read = await step.run(`aggregate-${n}`, () => quota.aggregate({ most: mostInStep }));
        entries += read.entries;
        if (read.done) return { entries, done: true };
      }
      return { entries, done: false };
    },
  );
}
