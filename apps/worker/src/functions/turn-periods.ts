import { turnPeriods as turnPeriodsFactory } from '@plimsoll/quota/inngest';
import type { WorkerContext } from '../worker-context.ts';

/** Every hour. */
export const turnPeriods = ({ inngest, quota }: WorkerContext) => turnPeriodsFactory({ inngest, quota });
