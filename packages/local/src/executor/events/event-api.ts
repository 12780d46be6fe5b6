import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { ExecutorContext } from '../executor-context.ts';
import { completeEvent, readEvents } from './event.ts';
import { eventIds } from './event-ids.ts';
import { storeEvent } from './start-runs.ts';

const bodyLimitBytes = 8 * 1024 * 1024;

/** `POST /e/:key`. Any key is good. The SDK insists on `status: 200` in the body, else it sends again. */
export function eventApi(context: ExecutorContext): Hono {
  const api = new Hono();
  const refuse = (error: string, status = 400) => ({ ids: [] as string[], status, error });
  const tooLarge = bodyLimit({
    maxSize: bodyLimitBytes,
    onError: (c) => c.json(refuse('the body is larger than 8 MB', 413), 413),
  });
  api.post('/e/:key', tooLarge, async (c) => {
    // A page of another site could start functions on a developer's machine; browsers say where a request is from.
    if (c.req.header('sec-fetch-site') === 'cross-site') return c.json(refuse('cross-site request', 403), 403);
    const read = readEvents(await c.req.json().catch(() => undefined));
    if (read.kind === 'wrong') return c.json(refuse(read.problem), 400);
    const ids = eventIds(c.req.header('x-inngest-event-id-seed'), read.events.length);
    await context.sql.begin(async (tx) => {
      for (const [index, incoming] of read.events.entries()) {
        const id = ids[index]!;
        await storeEvent(context, tx, id, completeEvent(incoming, id, Date.now()));
      }
    });
    context.wakeQueue();
    return c.json({ ids, status: 200 });
  });
  return api;
}
