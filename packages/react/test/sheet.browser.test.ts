import { launchBrowser, violationsOf } from '@plimsoll/local/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type BuiltPage, buildPage } from './build-page.ts';

let browser: Browser;
let built: BuiltPage;
let page: Page;

beforeAll(async () => {
  [browser, built] = await Promise.all([launchBrowser(), buildPage({ file: new URL('./sheet.tsx', import.meta.url) })]);
});
afterAll(async () => {
  await browser.close();
  await built.remove();
});
afterEach(async () => {
  await page.close();
  expect(complaints.splice(0)).toEqual([]);
});

/** What React or the browser wrote to the console as an error or a warning. */
const complaints: string[] = [];

async function open({ width = 1280, dark = false, query = '' } = {}): Promise<Page> {
  page = await browser.newPage({ viewport: { width, height: 844 }, reducedMotion: 'reduce' });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  await page.goto(built.url + query);
  await page.getByRole('heading', { name: 'Component sheet' }).waitFor();
  if (dark) await page.evaluate(() => document.documentElement.classList.add('dark'));
  return page;
}

/** Axe weighs every element's colours: seconds a page, more on a busy machine. */
const axeTimeoutMs = 120_000;

for (const width of [1280, 390]) {
  for (const dark of [false, true]) {
    const where = `at ${width} px in ${dark ? 'dark' : 'light'}`;

    test(
      `nothing on the sheet keeps anybody out, ${where}`,
      async () => {
        await open({ width, dark });
        expect(await violationsOf(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      },
      axeTimeoutMs,
    );

    test(
      `no dialog keeps anybody out, ${where}`,
      async () => {
        await open({ width, dark });
        for (const name of ['Refusal 1', 'Refusal 2', 'Refusal 3', 'Refusal 4']) {
          await page.getByRole('button', { name }).click();
          await page.getByRole('alertdialog').waitFor();
          expect(await violationsOf(page, '[role=alertdialog]')).toEqual([]);
          await page.keyboard.press('Escape');
        }
      },
      axeTimeoutMs,
    );
  }
}

/** Radix moves the focus a moment after it opened or closed: the tests wait for it. */
const focused = () => page.evaluate(() => document.activeElement?.textContent);

test('focus goes to the recommended action, Tab stays inside, Escape closes and focus returns', async () => {
  await open();
  await page.getByRole('button', { name: 'Refusal 1' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('alertdialog', { name: 'No AI generations remaining until 1 Dec' });
  await dialog.waitFor();
  await expect.poll(focused).toBe('Upgrade to Starter');
  for (let presses = 0; presses < 8; presses++) {
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('[role=alertdialog]') !== null)).toBe(true);
  }
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await expect.poll(focused).toBe('Refusal 1');
});

test('the recommended action chooses its plan', async () => {
  await open();
  await page.getByRole('button', { name: 'Refusal 2' }).click();
  await page.keyboard.press('Enter');
  await page.getByRole('status').filter({ hasText: 'growth' }).waitFor();
});

test('whoever may not change the plan is told to ask an owner and offered no upgrade', async () => {
  await open({ query: '?member' });
  await page.getByRole('button', { name: 'Refusal 1' }).click();
  const dialog = page.getByRole('alertdialog');
  await dialog.getByText('Ask an owner').waitFor();
  expect(await dialog.getByRole('button', { name: /upgrade/i }).count()).toBe(0);
  await expect.poll(focused).toBe('Not now');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(await page.getByRole('button', { name: /upgrade to/i }).count()).toBe(0);
});

test('on a phone the dialog fills the screen and the recommended plan stands first', async () => {
  await open({ width: 390 });
  await page.getByRole('button', { name: 'Refusal 1' }).click();
  const dialog = page.getByRole('alertdialog');
  await dialog.waitFor();
  expect((await dialog.boundingBox())?.height).toBeGreaterThan(800);
  const tops = await dialog
    .locator('.plimsoll-choice')
    .evaluateAll((choices) => choices.map((one) => one.getBoundingClientRect().top));
  expect(Math.min(...tops)).toBe(tops[1]);
});

test('a meter tells its whole truth to a screen reader', async () => {
  await open();
  const meter = page.getByRole('meter', { name: 'AI tokens' }).first();
  expect(await meter.getAttribute('aria-valuetext')).toBe('412,600 of 1,250,000 used, 24,000 held, 813,400 remaining');
  expect(await meter.getAttribute('aria-valuemax')).toBe('1250000');
});

test('the load lines of meters without grants stand in one column at 80 % of the width', async () => {
  await open();
  const share = await page
    .getByRole('meter', { name: 'Projects', exact: true })
    .last()
    .evaluate((meter) => {
      const box = meter.getBoundingClientRect();
      const line = meter.querySelector('.plimsoll-meter-line')?.getBoundingClientRect();
      return line ? (line.left + line.width / 2 - box.left) / box.width : 0;
    });
  expect(share).toBeCloseTo(0.8, 2);
});
