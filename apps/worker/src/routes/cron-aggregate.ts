import { createHash, timingSafeEqual } from 'node:crypto';
import { QuotaUnavailableError } from '@plimsoll/quota/server';
import { Hono } from 'hono';
import type { WorkerContext } from '../worker-context.ts';

/** Entries in one request: some seconds. Whoever asks sees by `done` whether to ask again. */
const most = 1_000_000;

/**
 * Aggregation for those who schedule by HTTP: `POST` runs it, `GET` tells how far the rollups are behind. Both want
 * `Authorization: Bearer $CRON_SECRET`; where no secret is set they are not there.
 */
export function cronAggregate({ quota, env }: Pick<WorkerContext, 'quota' | 'env'>) {
  const routes = new Hono();
  const { CRON_SECRET } = env;
  if (CRON_SECRET === undefined) return routes;
  const expected = `Bearer ${CRON_SECRET}`;
  routes.use(async (c, next) => {
    if (!isSame(c.req.header('authorization') ?? '', expected)) {
      return c.json({ error: 'The bearer token is missing or wrong.' }, 401, { 'www-authenticate': 'Bearer' });
    }
    return next();
  });
  routes.post('/', async (c) => c.json(await quota.aggregate({ most })));
  routes.get('/', async (c) => c.json(await quota.aggregationHealth()));
  routes.onError((cause, c) => {
    if (!(cause instanceof QuotaUnavailableError)) throw cause;
    const seconds = Math.ceil(cause.retryAfterMs / 1000);
    return c.json({ error: 'The database is away.' }, 503, { 'retry-after': String(seconds) });
  });
  return routes;
}

/** In a time that tells nothing of where they differ, nor of how long the secret is. */
function isSame(given: string, expected: string): boolean {
  const [a, b] = [given, expected].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(a as Buffer, b as Buffer);
}
