import { launchBrowser } from '@plimsoll/local/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type BuiltPage, buildPage } from './build-page.ts';

let browser: Browser;
let built: BuiltPage;
let page: Page;

beforeAll(async () => {
  [browser, built] = await Promise.all([
    launchBrowser(),
    buildPage({ file: new URL('./contract-sheet.tsx', import.meta.url) }),
  ]);
});
afterAll(async () => {
  await browser.close();
  await built.remove();
});
beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 1280, height: 844 }, reducedMotion: 'reduce' });
  await page.clock.install();
  await page.goto(built.url);
});
afterEach(() => page.close());

const toast = () => page.locator('.plimsoll-toast');
const tryAgain = () => toast().getByRole('button', { name: /try again/i });

/** The page's own clock moves only when it is told to, so that the seconds of a toast are exact. */
async function open(name = 'Too fast') {
  await page.clock.pauseAt(Date.now() + 60_000);
  await page.getByRole('button', { name, exact: true }).click();
  await toast().waitFor();
  await page.mouse.move(0, 0);
}

test('the seconds count down to when there is room, and only then it can be tried again', async () => {
  await open();
  await expect.poll(() => toast().textContent()).toContain('Again in 4 seconds. Nothing was used.');
  await page.clock.runFor(2_000);
  await expect.poll(() => toast().textContent()).toContain('Again in 2 seconds.');
  // It says that it is disabled: a person's press comes all the same.
  await tryAgain().click({ force: true });
  expect(await page.getByText('0 tried again').count()).toBe(1);
  await page.clock.runFor(2_000);
  await expect.poll(() => toast().textContent()).toContain('There is room again.');
  await tryAgain().click();
  await page.getByText('1 tried again').waitFor();
  await toast().waitFor({ state: 'detached' });
});

test('it stays 8 seconds, then goes', async () => {
  await open('Too many at once');
  await page.clock.runFor(7_900);
  expect(await toast().count()).toBe(1);
  await page.clock.runFor(300);
  await toast().waitFor({ state: 'detached' });
});

test('it stands still under the pointer', async () => {
  await open();
  await toast().hover();
  await page.clock.runFor(20_000);
  expect(await toast().count()).toBe(1);
  await page.mouse.move(0, 0);
  await page.clock.runFor(8_500);
  await toast().waitFor({ state: 'detached' });
});

test('F6 reaches it, it stands still while it has the focus, and Escape closes it', async () => {
  await open();
  await page.keyboard.press('F6');
  await page.keyboard.press('Tab');
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest('.plimsoll-toasts') !== null)).toBe(true);
  await page.clock.runFor(20_000);
  expect(await toast().count()).toBe(1);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  await toast().waitFor({ state: 'detached' });
});

test('it is said once, as a status, while the seconds go on', async () => {
  await open();
  await page.clock.runFor(100);
  const said = page.getByRole('status').filter({ hasText: 'Too many calls just now' });
  await expect.poll(() => said.textContent()).toContain('Again in 4 seconds.');
  await page.clock.runFor(2_000);
  expect(await page.getByRole('status').filter({ hasText: 'Again in 2 seconds' }).count()).toBe(0);
});

test('a call for more than a burst ever holds is told how many that is, and offered no second try', async () => {
  await open('Too many at once');
  expect(await toast().textContent()).toContain('No more than 20 at once. Nothing was used.');
  expect(await tryAgain().count()).toBe(0);
});
