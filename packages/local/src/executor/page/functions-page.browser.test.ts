import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../../testing/launch-browser.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import type { Executor } from '../start-executor.ts';
import { endedRun, registered, startTestExecutor } from '../testing/executor-kit.ts';
import { startTestApp, type TestApp } from '../testing/test-app.ts';

let database: TestDatabase;
let app: TestApp;
let executor: Executor;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  database = await createTestDatabase();
  app = await startTestApp();
  executor = await startTestExecutor({ databaseUrl: database.url, apps: [app.url] });
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 390, height: 844 } });
});
afterAll(async () => {
  await browser?.close();
  await executor?.stop();
  await app?.down();
  await database?.drop();
});

test('the page explains that it is empty, fills by itself, and shows a run with its failed try', async () => {
  await page.goto(executor.url);
  await page.getByText('No functions yet.').waitFor();
  await page.getByText('No runs yet.').waitFor();

  let tries = 0;
  const inngest = app.serve(executor.url, (client) => [
    client.createFunction({ id: 'deliver', name: 'Deliver notice', triggers: [{ event: 'app/notice' }] }, ({ step }) =>
      step.run('send', () => {
        tries += 1;
        if (tries === 1) throw new Error('asked to fail <b>');
        return { sent: 1 };
      }),
    ),
  ]);
  await registered(executor, 'shop-deliver');
  await inngest.send({ name: 'app/notice', data: { tenant: 'tern-notes' } });
  await endedRun(executor, 'shop-deliver');

  await page.getByRole('heading', { level: 1, name: 'tern-notes' }).waitFor();
  await page.getByText('asked to fail <b>').first().waitFor();
  await page.getByRole('link', { name: 'send, try 2' }).click();
  await page.getByRole('region', { name: 'Run' }).getByText('completed', { exact: true }).last().waitFor();
  await page.getByRole('link', { name: /^Failed/ }).click();
  await page.getByText('No run has failed.').waitFor();
});

test('nothing sticks out of a phone, and each list entry can be reached by keyboard', async () => {
  await page.goto(executor.url);
  expect(await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  await page.keyboard.press('Tab');
  expect(await page.evaluate<string>('document.activeElement.textContent')).toBe('Skip to content');
  const unreachable = await page.locator('main a:not([href])').count();
  expect(unreachable).toBe(0);
});
