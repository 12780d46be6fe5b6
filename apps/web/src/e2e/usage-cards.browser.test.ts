import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { launchBrowser, violationsOf } from '@plimsoll/local/testing';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';

let browser: Browser;
let outDir: string;

/** The cards alone, bundled as a classic script: a browser refuses modules from `file:`. */
beforeAll(async () => {
  outDir = await mkdtemp(join(tmpdir(), 'plimsoll-cards-'));
  [browser] = await Promise.all([
    launchBrowser(),
    build({
      root: join(import.meta.dirname, '../..'),
      configFile: false,
      publicDir: false,
      logLevel: 'warn',
      plugins: [react(), tailwind()],
      define: { 'process.env.NODE_ENV': '"development"' },
      build: {
        outDir,
        emptyOutDir: false,
        minify: false,
        lib: {
          entry: fileURLToPath(new URL('./usage-cards-page.tsx', import.meta.url)),
          formats: ['iife'],
          name: 'page',
          fileName: () => 'page.js',
          cssFileName: 'page',
        },
      },
    }),
  ]);
  await writeFile(join(outDir, 'index.html'), html);
}, 120_000);
afterAll(async () => {
  await browser.close();
  await rm(outDir, { recursive: true, force: true });
});

const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Cards</title><link rel="stylesheet" href="page.css"></head>
<body><div id="root"></div><script src="page.js"></script></body>
</html>
`;

async function open(width: number, dark = false): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 844 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(pathToFileURL(join(outDir, 'index.html')).href);
  await page.getByRole('heading', { name: 'Grants' }).waitFor();
  if (dark) await page.evaluate(() => document.documentElement.classList.add('dark'));
  return page;
}

for (const width of [1280, 390]) {
  for (const dark of [false, true]) {
    test(`plan and grants keep nobody out, at ${width} px in ${dark ? 'dark' : 'light'}`, async () => {
      const page = await open(width, dark);
      expect(await violationsOf(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      await page.context().close();
    }, 120_000);
  }
}

test('grants say what is left of them and until when, and on a phone only that; without grants there is no card', async () => {
  const page = await open(1280);
  const rows = () => page.getByRole('row').allInnerTexts();
  const words = async () => (await rows()).map((row) => row.split(/\s*\t\s*|\n+/).map((cell) => cell.trim()));
  expect(await words()).toEqual([
    ['Meter', 'Source', 'Amount', 'Remaining', 'Expires', 'Note'],
    ['AI tokens', 'Bonus', '+250,000', '175,000', '30 Nov', 'Thanks for the bug report'],
    ['Exports', 'Purchase', '+10', '0', 'Used up', 'Order 1048'],
  ]);
  await page.setViewportSize({ width: 390, height: 844 });
  expect((await words())[1]).toEqual(['AI tokens', '+250,000', '175,000', '30 Nov']);
  expect(await page.getByRole('heading', { name: 'Grants' }).count()).toBe(1);
  await page.context().close();
});

test('the plan card says that calls are paused, and which plan comes when', async () => {
  const page = await open(1280);
  const card = page.getByRole('region', { name: 'Plan' });
  await card.getByText('Paused: calls wait until it is resumed').waitFor();
  await card.getByText('Free from 1 Dec').waitFor();
  await page.context().close();
});
