import { launchBrowser } from '@plimsoll/local/testing';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderNoticeEmail } from './render-notice-email.tsx';
import { kestrelAtEighty, ternAtTheLimit } from './testing/sample-facts.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(() => browser.close());

test('both emails keep inside 600 px and a phone, in light and dark, with the load line at 80 % of the meter', async () => {
  const page = await browser.newPage();
  for (const facts of [kestrelAtEighty, ternAtTheLimit]) {
    const { html } = await renderNoticeEmail(facts);
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const width of [390, 900]) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 900 });
        await page.setContent(html);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        const card = (await page.locator('.card').boundingBox())!;
        expect(card.width).toBe(Math.min(width, 600));
        const meter = (await page.getByRole('img').boundingBox())!;
        const line = (await page.locator('.ln').boundingBox())!;
        expect(Math.abs((line.x - meter.x) / meter.width - 0.8)).toBeLessThan(0.02);
        expect(line.width).toBeGreaterThanOrEqual(1.5);
        expect(line.height).toBe(24);
        const ground = await page.evaluate('getComputedStyle(document.querySelector(".card")).backgroundColor');
        expect(ground).toBe(colorScheme === 'dark' ? 'rgb(19, 29, 34)' : 'rgb(255, 255, 255)');
        expect(await page.getByRole('link').first().getAttribute('href')).toMatch(/^https:\/\/app\.example\//);
      }
    }
  }
});
