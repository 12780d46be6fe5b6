import { launchBrowser } from '@plimsoll/local/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type BuiltPage, buildPage } from './build-page.ts';

let browser: Browser;
let built: BuiltPage;
let page: Page;

beforeAll(async () => {
  [browser, built] = await Promise.all([
    launchBrowser(),
    buildPage({ file: new URL('./banner-page.tsx', import.meta.url) }),
  ]);
});
afterAll(async () => {
  await browser.close();
  await built.remove();
});
afterEach(() => page.close());

const banner = () => page.getByRole('region', { name: 'Usage' });

async function open() {
  page = await browser.newPage();
  await page.goto(built.url);
  await banner().waitFor();
}

/** The page's own field sets what is used. */
async function use(amount: number) {
  await page.getByLabel('Used').fill(String(amount));
}

test('a dismissal lasts over a reload and ends at the next mark', async () => {
  await open();
  await use(82);
  await page.getByRole('button', { name: 'Dismiss until the next mark' }).click();
  await use(90);
  await expect.poll(() => banner().count()).toBe(0);
  await page.reload();
  await page.getByLabel('Used').waitFor();
  await use(94);
  await expect.poll(() => banner().count()).toBe(0);
  await use(95);
  await expect.poll(() => banner().textContent()).toContain('5 of 100 AI generations remaining');
});

test('at the limit there is nothing to dismiss', async () => {
  await open();
  await use(100);
  await expect.poll(() => banner().textContent()).toContain('No AI generations remaining');
  await expect.poll(() => page.getByRole('button', { name: /dismiss/i }).count()).toBe(0);
});

test('a level is said once, while the figures in view go on', async () => {
  await open();
  await use(82);
  const spoken = page.getByRole('status');
  await expect.poll(() => spoken.textContent()).toContain('82 of 100');
  await use(83);
  await expect.poll(() => banner().textContent()).toContain('83 of 100');
  await expect.poll(() => spoken.textContent()).toContain('82 of 100');
  await use(96);
  await expect.poll(() => spoken.textContent()).toContain('4 of 100');
});

test('only the limit itself interrupts', async () => {
  await open();
  await use(96);
  await expect.poll(() => page.getByRole('alert').textContent()).toBe('');
  await use(100);
  await expect.poll(() => page.getByRole('alert').textContent()).toContain('No AI generations remaining');
  await expect.poll(() => page.getByRole('status').textContent()).toBe('');
});
