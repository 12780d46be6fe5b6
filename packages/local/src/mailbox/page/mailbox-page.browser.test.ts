import type { Browser, Page } from 'playwright-core';
import { Resend } from 'resend';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../../testing/launch-browser.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/test-database.ts';
import { violationsOf } from '../../testing/violations-of.ts';
import { type Mailbox, startMailbox } from '../start-mailbox.ts';

const mail = {
  from: 'Demo application <usage@app.example>',
  to: 'mara@kestrel.example',
  subject: 'Kestrel Press has used 80 of 100 AI generations',
  html: '<div style="display:none">20 remaining until 1 Dec.</div><h1>In the mail</h1><script>document.title="ran"</script>',
  text: '20 remain',
  tags: [{ name: 'level', value: 'warning' }],
};

let database: TestDatabase;
let mailbox: Mailbox;
let browser: Browser;
let resend: Resend;

beforeAll(async () => {
  database = await createTestDatabase();
  mailbox = await startMailbox({ port: 0, databaseUrl: database.url });
  browser = await launchBrowser();
  resend = new Resend('re_local', { baseUrl: mailbox.url });
});

afterAll(async () => {
  await browser.close();
  await mailbox.stop();
  await database.drop();
});

async function open(options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
  const page = await browser.newPage(options);
  await page.goto(mailbox.url);
  return page;
}

test('an empty mailbox says what would fill it, and mails appear in it by themselves', async () => {
  const page = await open();
  await page.getByText('No mail yet.').waitFor();
  await resend.emails.send(mail, { idempotencyKey: 'ntc_1/email/mara' });
  await page.getByRole('link', { name: mail.subject }).waitFor();
  await page.getByText('1 mail, receiving').waitFor();
  await page.close();
});

test('a mail shows who, when, how often it was tried, and its HTML without running it', async () => {
  await resend.emails.send(mail, { idempotencyKey: 'ntc_1/email/mara' });
  const page = await open();
  await page.getByRole('link', { name: mail.subject }).click();
  await page.getByText('accepted once, at the first try; tried 2 times').waitFor();
  await page.frameLocator('#frame').getByRole('heading', { name: 'In the mail' }).waitFor();
  expect(await page.frames()[1]?.title()).not.toBe('ran');
  const alone = await browser.newPage();
  await alone.goto(
    await page
      .locator('#frame')
      .getAttribute('src')
      .then((path) => mailbox.url + path),
  );
  expect(await alone.title()).not.toBe('ran');
  await alone.close();
  expect(await page.locator('#list').textContent()).toContain('20 remaining until 1 Dec.');
  await page.getByRole('button', { name: 'Source' }).click();
  expect(await page.locator('[data-part=source]').textContent()).toBe(mail.html);
  expect(await page.locator('#frame').isVisible()).toBe(false);
  await page.close();
});

test('the switch makes the mailbox turn mails away', async () => {
  const page = await open();
  await page.getByLabel('Answers').selectOption('429');
  await page.getByText('Every mail is turned away: too many requests.').waitFor();
  expect((await resend.emails.send(mail)).error?.statusCode).toBe(429);
  await page.getByLabel('Answers').selectOption('well');
  await page.getByText('Every mail is accepted at once.').waitFor();
  await page.close();
});

test('typing narrows the list', async () => {
  await resend.emails.send({ ...mail, to: 'ines@tern.example', subject: 'Tern Notes' });
  const page = await open();
  await page.getByLabel('Search mails').fill('tern');
  await expect.poll(() => page.locator('#list li').count()).toBe(1);
  await page.getByLabel('Search mails').fill('no such mail');
  await page.getByText('Nothing matches “no such mail”.').waitFor();
  await page.close();
});

test('nothing stands in the way of assistive programs, nor beyond the edge, in either theme and on a phone', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [390, 1280]) {
      const page = await open({ colorScheme, viewport: { width, height: 900 } });
      if (width === 390) await page.getByRole('link', { name: 'Kestrel Press' }).first().click();
      expect(await violationsOf(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      await page.close();
    }
  }
});
