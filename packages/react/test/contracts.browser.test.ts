import { launchBrowser, violationsOf } from '@plimsoll/local/testing';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
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
afterEach(async () => {
  await page.close();
  expect(complaints.splice(0)).toEqual([]);
});

/** What React or the browser wrote to the console as an error or a warning. */
const complaints: string[] = [];

async function open({ width = 1280, dark = false } = {}): Promise<Page> {
  page = await browser.newPage({ viewport: { width, height: 844 }, reducedMotion: 'reduce' });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  await page.goto(built.url);
  await page.getByRole('heading', { name: 'Contracts' }).waitFor();
  if (dark) await page.evaluate(() => document.documentElement.classList.add('dark'));
  return page;
}

/** Axe weighs every element's colours: seconds a page, more on a busy machine. */
const axeTimeoutMs = 120_000;

for (const width of [1280, 390]) {
  for (const dark of [false, true]) {
    const where = `at ${width} px in ${dark ? 'dark' : 'light'}`;

    test(
      `no contract keeps anybody out, ${where}`,
      async () => {
        await open({ width, dark });
        expect(await violationsOf(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        for (const name of ['Overage', 'Suspended tenant']) {
          await page.getByRole('button', { name, exact: true }).click();
          expect(await violationsOf(page, '.plimsoll-banner')).toEqual([]);
        }
      },
      axeTimeoutMs,
    );

    test(
      `no refusal keeps anybody out, ${where}`,
      async () => {
        await open({ width, dark });
        for (const name of ['Pool too small', 'Suspended', 'Too fast, in a dialog']) {
          await page.getByRole('button', { name, exact: true }).click();
          await page.getByRole('alertdialog').waitFor();
          expect(await violationsOf(page, '[role=alertdialog]')).toEqual([]);
          await page.keyboard.press('Escape');
          await page.getByRole('alertdialog').waitFor({ state: 'detached' });
        }
        await page.getByRole('button', { name: 'Too fast', exact: true }).click();
        await page.locator('.plimsoll-toast').waitFor();
        expect(await violationsOf(page, '.plimsoll-toasts')).toEqual([]);
      },
      axeTimeoutMs,
    );
  }
}

/** Where the parts of a meter stand, in shares of its width: `[start, end]`. */
const partsOf = (label: string) =>
  page
    .getByRole('meter', { name: label, exact: true })
    .last()
    .evaluate((meter) => {
      const box = meter.getBoundingClientRect();
      const parts = [...meter.children].map((part) => {
        const { left, right } = part.getBoundingClientRect();
        return [
          part.className.replace('plimsoll-meter-', ''),
          [(left - box.left) / box.width, (right - box.left) / box.width],
        ];
      });
      return Object.fromEntries(parts) as Record<string, [number, number]>;
    });

test('what is used beyond the line starts at the line, and what is still allowed ends inside the box', async () => {
  await open();
  const { line, over, beyond } = await partsOf('Exports');
  expect(over?.[0]).toBeCloseTo(line?.[0] ?? 0, 2);
  expect(over && beyond && over[1] < beyond[1] && beyond[1] <= 1).toBe(true);
});

test('a grant is drawn from the plan’s limit to the line', async () => {
  await open();
  const { line, grant, hull } = await partsOf('AI tokens');
  expect(grant?.[0]).toBeCloseTo(1_000_000 / 1_300_000, 2);
  expect(grant?.[1]).toBeCloseTo(hull?.[1] ?? 0, 2);
  expect(grant?.[1]).toBeCloseTo(line?.[0] ?? 0, 2);
});

test('a meter beyond its line tells its whole truth to a screen reader', async () => {
  await open();
  const contracts = page.locator('#contracts');
  const text = (name: string) => contracts.getByRole('meter', { name, exact: true }).getAttribute('aria-valuetext');
  expect(await text('Exports')).toBe('12 of 10 used, 2 beyond the limit, $1.00 so far, 3 more at $0.50 each');
  expect(await text('Articles')).toBe('523 of 500 used, 23 beyond the limit, 27 more until Thu 19 Nov, 09:14');
  expect(await text('Requests')).toBe('12 of 20 at once, 8 remaining, 60 a minute');
});

test('a pause is said alone and can’t be dismissed, as grace can’t; overage can', async () => {
  await open();
  const banner = page.getByRole('region', { name: 'Usage', exact: true });
  const choose = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const dismissals = () => banner.getByRole('button', { name: /dismiss/i }).count();
  expect(await banner.textContent()).toContain('Grace allows 27 more until Thu 19 Nov, 09:14.');
  expect(await dismissals()).toBe(0);
  await choose('Overage');
  await expect.poll(() => banner.textContent()).toContain('2 exports beyond the limit, $1.00 so far.');
  expect(await dismissals()).toBe(1);
  await choose('Suspended tenant');
  await expect
    .poll(() => banner.textContent())
    .toBe(
      'Kestrel Press is paused. Calls wait until it is resumed; your data is untouched. Write to support@example.com.',
    );
  expect(await banner.getByRole('button').count()).toBe(0);
  await expect.poll(() => page.getByRole('alert').textContent()).toContain('Kestrel Press is paused.');
});

test('a plan that follows is told with its day, and the present one can be kept', async () => {
  await open();
  const table = page.getByRole('table');
  expect(await table.getByRole('columnheader').allInnerTexts()).toEqual([
    expect.stringMatching(/^Starter\s+Current plan\s+\$19 a month\s+Keep Starter$/),
    expect.stringMatching(/^Growth\s+From 1 Dec\s+\$79 a month\s+Upgrade to Growth now$/),
  ]);
  await page.getByText('Growth follows on 1 Dec. Until then you have Starter').waitFor();
  await table.getByRole('button', { name: 'Keep Starter' }).click();
  await page.getByText('Chose starter').waitFor();
});

test('on a phone the strip’s odd meter is a row of its own, and a dismissal alone takes no line', async () => {
  await open({ width: 390 });
  const odd = page.locator('.plimsoll-strip li').last();
  const [item, name, figure] = await boxesOf(odd, odd.locator('b'), odd.locator('.plimsoll-figure'));
  expect(item.width).toBeGreaterThan(300);
  expect(figure.right).toBeCloseTo(item.right - 16, 0);
  expect(Math.abs(name.bottom - figure.bottom)).toBeLessThan(4);
  await page.getByRole('button', { name: 'Overage', exact: true }).click();
  const banner = page.getByRole('region', { name: 'Usage', exact: true });
  const [words, dismissal] = await boxesOf(banner.locator('p'), banner.getByRole('button', { name: /dismiss/i }));
  expect(dismissal.left).toBeGreaterThanOrEqual(words.right);
  expect(dismissal.top).toBeLessThan(words.bottom);
});

test('on a phone a dialog is as tall as what it says, at the screen’s end', async () => {
  await open({ width: 390 });
  await page.getByRole('button', { name: 'Suspended', exact: true }).click();
  const [dialog] = await boxesOf(page.getByRole('alertdialog'));
  expect(dialog.height).toBeLessThan(320);
  expect(dialog.bottom).toBeCloseTo(844, 0);
});

/** Where elements stand, in pixels of the window. */
const boxesOf = <L extends Locator[]>(...elements: L) =>
  Promise.all(elements.map((one) => one.evaluate((element) => element.getBoundingClientRect().toJSON()))) as Promise<{
    [I in keyof L]: DOMRect;
  }>;
