import { startExecutor, startMailbox } from '@plimsoll/local';
import { createTestDatabase, launchBrowser } from '@plimsoll/local/testing';
import getPort from 'get-port';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { untilHealthy } from '../scripts/start/until-healthy.ts';
import { appEnv } from './support/app-env.ts';
import { mailboxClient } from './support/mailbox-client.ts';
import { runScript } from './support/run-script.ts';
import { startProcess } from './support/start-process.ts';
import { startWeb } from './support/start-web.ts';
import { until } from './support/until.ts';

type Browser = Awaited<ReturnType<typeof launchBrowser>>;
type Page = Awaited<ReturnType<Browser['newPage']>>;

const undo: (() => Promise<unknown>)[] = [];
let browser: Browser;
let url: string;
let mailbox: ReturnType<typeof mailboxClient>;

/** Everything that `npm start` runs, on a database of the test's own. */
beforeAll(async () => {
  const { url: databaseUrl, drop } = await createTestDatabase();
  undo.push(drop);
  const workerPort = await getPort({ host: '127.0.0.1' });
  const executor = await startExecutor({ databaseUrl, port: 0, apps: [`http://127.0.0.1:${workerPort}/api/inngest`] });
  undo.push(executor.stop);
  const { url: mailboxUrl, stop } = await startMailbox({ databaseUrl, port: 0 });
  undo.push(stop);
  mailbox = mailboxClient(mailboxUrl);
  const env = appEnv(databaseUrl, executor.url);
  await runScript({ script: 'apps/web/server/prepare.ts', env });
  const web = await startWeb(env);
  undo.push(() => web.end());
  url = web.url;
  const mail = { RESEND_API_KEY: 're_test', RESEND_BASE_URL: mailboxUrl };
  const workerEnv = { ...env, ...mail, WORKER_PORT: String(workerPort), APP_URL: url };
  const worker = startProcess({ script: 'apps/worker/src/main.ts', env: workerEnv });
  undo.push(() => worker.end());
  await untilHealthy(`http://127.0.0.1:${workerPort}/healthz`);
  browser = await launchBrowser();
  undo.push(() => browser.close());
}, 120_000);

afterAll(async () => {
  for (const step of undo.reverse()) await step();
});

async function stepInAs(name: string): Promise<Page> {
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(url);
  await page.getByRole('button', { name }).click();
  await page.getByText('Live', { exact: true }).waitFor();
  return page;
}

/** Presses the button, and waits for the strip's figure to follow. */
async function generate(page: Page, thenUsed: number) {
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  await page.locator(`[role=meter][aria-label="AI generations"][aria-valuenow="${thenUsed}"]`).waitFor();
  await page.getByText(/^Settled: \d+ tokens used/).waitFor();
}

const banner = (page: Page, words: string | RegExp) =>
  page.getByRole('status').or(page.getByRole('alert')).filter({ hasText: words });

test('from a button to an email: ten generations, two banners, a dialog, two mails, an upgrade', {
  timeout: 120_000,
}, async () => {
  const page = await stepInAs('Rui Tavares');
  for (let used = 1; used <= 7; used++) await generate(page, used);
  expect(await banner(page, 'AI generations').count()).toBe(0);
  await generate(page, 8);
  await banner(page, '8 of 10 AI generations used').waitFor();
  await generate(page, 9);
  await generate(page, 10);
  await banner(page, /No AI generations remaining until/).waitFor();

  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  const dialog = page.getByRole('alertdialog', { name: /No AI generations remaining until/ });
  await dialog.getByText('This try used nothing').waitFor();

  const subjects = async () => (await mailbox.mailsTo('rui@quayside.example')).map(({ subject }) => subject);
  await until('two mails', async () => (await subjects()).length >= 2);
  expect(await subjects()).toEqual([
    'Quayside Studio has used 8 of 10 AI generations',
    'Quayside Studio has used all 10 AI generations',
  ]);

  await dialog.getByRole('button', { name: 'Upgrade to Starter' }).click();
  await page.locator('[role=meter][aria-label="AI generations"][aria-valuetext^="10 of 100 used"]').waitFor();
  await page
    .getByRole('button', { name: /^Generate/ })
    .first()
    .click();
  await page.locator('[role=meter][aria-label="AI generations"][aria-valuenow="11"]').waitFor();
  expect(await subjects()).toHaveLength(2);
  await page.context().close();
});

test('at 94 of 100 the next one brings the critical banner', { timeout: 60_000 }, async () => {
  const page = await stepInAs('Astrid Holm');
  await banner(page, '94 of 100 AI generations used').waitFor();
  await generate(page, 95);
  await banner(page, /5 of 100 AI generations remaining/).waitFor();
  await page.context().close();
});
