import { Hono } from 'hono';
import { html } from 'hono/html';
import { type PageLinks, pageShell } from '../../pages/page-shell.ts';
import type { ExecutorContext } from '../executor-context.ts';
import type { AppStates } from '../registry/sync-apps.ts';
import type { Choice } from './choice.ts';
import { functionList } from './function-list.ts';
import { functionsStyle } from './functions-style.ts';
import { listRuns, readActivity, readRun } from './read-runs.ts';
import { refreshScript } from './refresh-script.ts';
import { runDetail } from './run-detail.ts';
import { runList } from './run-list.ts';

const shownRuns = 50;

/** `GET /`: functions, the runs of one, and one run on a time axis. The query says which. */
export function functionsPage(context: ExecutorContext, apps: AppStates, links: PageLinks): Hono {
  const page = new Hono();
  page.get('/functions.css', (c) => c.body(functionsStyle, 200, { 'content-type': 'text/css; charset=utf-8' }));
  page.get('/functions.js', (c) => c.body(refreshScript, 200, { 'content-type': 'text/javascript; charset=utf-8' }));
  page.get('/', async (c) => {
    const { sql, registry } = context;
    const now = new Date();
    const functions = registry.all();
    const functionId = c.req.query('function');
    const failedOnly = c.req.query('failed') !== undefined;
    const filter = { functionId, failedOnly, limit: shownRuns };
    const [activity, runs] = await Promise.all([readActivity(sql), listRuns(sql, filter)]);
    const runId = c.req.query('run') ?? runs[0]?.id;
    const run = runId === undefined ? null : await readRun(sql, runId);
    const choice: Choice = { functionId, failedOnly, runId: run?.id, rowKey: c.req.query('row') };
    const active = runs.some((listed) => listed.status === 'running') || run?.status === 'running';
    const main = html`<main id="main" class="fx" data-refresh-ms="${active ? 700 : 3000}">
${functionList(functions, apps, activity, choice)}
${runList(runs, functions, activity, choice, now)}
${runDetail(run, functions, choice, now)}
</main>`;
    return c.html(pageShell({ name: 'Functions', links, style: '/functions.css', script: '/functions.js', main }));
  });
  return page;
}
