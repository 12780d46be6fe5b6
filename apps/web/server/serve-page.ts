import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveStatic } from '@hono/node-server/serve-static';
import type { Hono } from 'hono';

const folder = fileURLToPath(new URL('../dist/page/', import.meta.url));

/** Serves the built page. Hashed assets never change; every other address is a screen, and the page finds out which. */
export function servePage(app: Hono): void {
  const root = relative(process.cwd(), folder);
  app.use(
    '/assets/*',
    serveStatic({ root, onFound: (_, c) => c.header('cache-control', 'public, max-age=31536000, immutable') }),
  );
  app.use('/favicon.svg', serveStatic({ root }));
  app.get('*', async (c) => {
    if (c.req.path.startsWith('/api/')) return c.json({ message: 'There is nothing here.' }, 404);
    const html = await readFile(`${folder}index.html`, 'utf8').catch(() => undefined);
    if (!html) return c.text('The page is not built yet: run `pnpm build`.', 503);
    c.header('cache-control', 'no-cache');
    return c.html(html);
  });
}
