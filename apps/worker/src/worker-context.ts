import type { Quota } from '@plimsoll/quota/server';
import type { AppCatalog } from '@plimsoll/web/catalog';
import type { AppDatabase } from '@plimsoll/web/database';
import type { Inngest } from 'inngest';
import type { Env } from './env.ts';

/** What every function of the worker has at hand. */
export type WorkerContext = { env: Env; db: AppDatabase; quota: Quota<AppCatalog>; inngest: Inngest.Any };
