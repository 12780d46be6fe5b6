import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from './launch-browser.ts';
import { violationsOf } from './violations-of.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

test('finds what keeps people out, in the whole page and in a part of it, once it is there', async () => {
  const page = await browser.newPage();
  await page.setContent(`<!doctype html><html lang="en"><title>Meters</title><main><h1>Meters</h1>
    <img src="data:,"><p style="color:#bbb;background:#fff">Pale</p></main></html>`);
  const found = await violationsOf(page);
  expect(found.map((violation) => violation.split(':')[0]).sort()).toEqual(['color-contrast', 'image-alt']);
  expect(await violationsOf(page, 'p')).toEqual([expect.stringContaining('color-contrast: <p style=')]);
  await page.evaluate("document.querySelector('p').style.color = '#000'");
  expect(await violationsOf(page, 'p')).toEqual([]);
  await page.close();
});
