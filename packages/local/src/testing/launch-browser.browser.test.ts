import { expect, test } from 'vitest';
import { launchBrowser } from './launch-browser.ts';

test('a real browser runs scripts, lays out, and closes contexts one by one', async () => {
  const browser = await launchBrowser();
  try {
    for (const width of [390, 1280]) {
      const context = await browser.newContext({ viewport: { width, height: 800 } });
      const page = await context.newPage();
      await page.setContent('<main style="width:50vw">here</main>');
      expect(await page.evaluate('document.querySelector("main").getBoundingClientRect().width')).toBe(width / 2);
      await context.close();
    }
  } finally {
    await browser.close();
  }
});
