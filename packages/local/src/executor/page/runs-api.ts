import { Hono } from 'hono';
import { z } from 'zod';
import type { ExecutorContext } from '../executor-context.ts';
import { listRuns, readRun } from './read-runs.ts';

const limitShape = z.coerce.number().int().min(1).max(500).default(50);

/** What the Functions page shows, as JSON: `/api/functions`, `/api/runs?limit=&function=`, `/api/runs/:id`. */
export function runsApi({ registry, sql }: ExecutorContext): Hono {
  const api = new Hono();
  api.get('/api/functions', (c) =>
    c.json(
      registry
        .all()
        .map((read) =>
          read.kind === 'accepted'
            ? { id: read.config.id, name: read.config.name, triggers: read.config.triggers, problem: null }
            : { id: read.id, name: read.name, triggers: [], problem: read.problem },
        ),
    ),
  );
  api.get('/api/runs', async (c) => {
    const limit = limitShape.safeParse(c.req.query('limit'));
    if (!limit.success) return c.json({ error: 'limit: 1 to 500' }, 400);
    return c.json(await listRuns(sql, { functionId: c.req.query('function'), limit: limit.data }));
  });
  api.get('/api/runs/:id', async (c) => {
    const run = await readRun(sql, c.req.param('id'));
    return run === null ? c.json({ error: 'no run of this id' }, 404) : c.json(run);
  });
  return api;
}
