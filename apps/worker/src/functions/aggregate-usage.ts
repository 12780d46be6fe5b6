import { aggregateUsage as aggregateUsageFactory } from '@plimsoll/quota/inngest';
import type { WorkerContext } from '../worker-context.ts';

/** Every minute. */
export const aggregateUsage = ({ inngest, quota }: WorkerContext) => aggregateUsageFactory({ inngest, quota });
