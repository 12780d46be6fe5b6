import { createQuota } from '@plimsoll/quota/server';
import { catalog } from '@plimsoll/web/catalog';
import { connectDatabase } from '@plimsoll/web/database';
import { Hono } from 'hono';
import { Inngest } from 'inngest';
import { serve } from 'inngest/hono';
import type { Env } from './env.ts';
import { aggregateUsage } from './functions/aggregate-usage.ts';
import { deliverNotice } from './functions/deliver-notice.ts';
import { turnPeriods } from './functions/turn-periods.ts';
import { cronAggregate } from './routes/cron-aggregate.ts';

/** The Inngest endpoint: what happens when nobody is looking. */
export function createWorker(env: Env) {
  const { db, close: closeDatabase } = connectDatabase(env.DATABASE_URL);
  const quota = createQuota({ catalog, connection: env.DATABASE_URL });
  const inngest = new Inngest({ id: 'plimsoll' });
  const context = { env, db, quota, inngest };

  const app = new Hono();
  app.get('/healthz', (c) => c.json({ ok: true }));
  app.route('/api/cron/aggregate', cronAggregate(context));
  const functions = [deliverNotice(context), aggregateUsage(context), turnPeriods(context)];
  app.on(['GET', 'PUT', 'POST'], '/api/inngest', serve({ client: inngest, functions }));
  return {
    app,
    async close() {
      await quota.close();
      await closeDatabase();
    },
  };
}
