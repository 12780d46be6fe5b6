import { launchBrowser, violationsOf } from '@plimsoll/local/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { byOperator, createOperator, type Operator } from '../../server/testing/operator.ts';
import { type RunningApp, runApp } from './running-app.ts';

let app: RunningApp;
let operator: Operator;
let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  [app, browser] = await Promise.all([runApp(), launchBrowser()]);
  operator = createOperator(app.databaseUrl);
}, 120_000);
afterAll(async () => {
  await browser.close();
  await operator.close();
  await app.close();
});
beforeEach(async () => {
  context = await browser.newContext({ acceptDownloads: true, reducedMotion: 'reduce' });
});
afterEach(() => context.close());

async function stepInAs(name: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(app.url);
  await page.getByRole('button', { name }).click();
  await isLive(page);
  return page;
}

const isLive = (page: Page) => page.getByText('Live', { exact: true }).waitFor();
const generate = (page: Page) => page.getByRole('button', { name: 'Generate', exact: true });
const generations = (page: Page, words: string) =>
  page.locator(`[role=meter][aria-label="AI generations"][aria-valuetext^="${words}"]`).waitFor();
const focusedText = (page: Page) => page.evaluate(() => document.activeElement?.textContent);

test('a limit that is met explains itself, and after an upgrade the refused call is offered again', async () => {
  const page = await stepInAs('Sofia Marques');
  for (const used of [9, 10]) {
    await generate(page).click();
    await generations(page, `${used} of 10 used, ${10 - used} remaining`);
    await page.getByText(/^Settled: \d+ tokens used/).waitFor();
  }
  await page.getByText('0 remaining until').waitFor();
  await page.getByLabel('Prompt').fill('Fog, again');
  await generate(page).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('alertdialog', { name: /No AI generations remaining until/ }).waitFor();
  await expect.poll(() => focusedText(page)).toBe('Upgrade to Starter');
  await page.keyboard.press('Enter');

  const offer = page.getByRole('button', { name: 'Generate again' });
  await offer.waitFor();
  await page.waitForFunction(() => document.activeElement?.textContent === 'Generate');
  await generations(page, '10 of 100 used, 90 remaining');
  expect(await page.getByLabel('Prompt').inputValue()).toBe('Fog, again');
  await offer.click();
  await generations(page, '11 of 100 used, 89 remaining');
  await page.getByText(/^Settled: \d+ tokens used/).waitFor();
  expect(
    await page
      .getByRole('listitem')
      .filter({ hasText: /refused.*limit reached/ })
      .count(),
  ).toBe(1);
});

test('a change made elsewhere shows without a reload', async () => {
  const page = await stepInAs('Noor Visser');
  const other = await context.newPage();
  await other.goto(`${app.url}/settings/usage`);
  await isLive(other);
  await generations(other, '120 of 500 used, 380 remaining');
  await generate(page).click();
  await generations(other, '121 of 500 used, 379 remaining');
});

test('a server that is gone is said, what was written stays, and the page catches up when it is back', async () => {
  const page = await stepInAs('Noor Visser');
  await page.getByLabel('Prompt').fill('Half a thought');
  await app.stopWeb();
  await page.getByText(/Reconnecting\. Figures are from \d\d:\d\d/).waitFor();
  await askForSessionInVain(page);
  await app.startWeb();
  await isLive(page);
  expect(await page.getByLabel('Prompt').inputValue()).toBe('Half a thought');
}, 90_000);

/** Whoever comes back to the page asks for the session again, once it is five seconds old: here both tries fail. */
async function askForSessionInVain(page: Page): Promise<void> {
  let failed = 0;
  page.on('requestfailed', (request) => {
    if (request.url().includes('session.get')) failed += 1;
  });
  const comeBack = async () => {
    await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
    return failed;
  };
  await expect.poll(comeBack, { timeout: 15_000 }).toBeGreaterThan(1);
}

test('what can’t be shown is said, and comes by itself once the server answers', async () => {
  const page = await stepInAs('Noor Visser');
  await page.route('**/api/trpc/**', (route) => route.fulfill({ status: 500 }));
  await page.reload();
  await page.getByRole('heading', { name: 'This page can’t be shown right now' }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.unroute('**/api/trpc/**');
  await isLive(page);
});

test('a pause is said, is no limit that was reached, and ends without a reload', async () => {
  const page = await stepInAs('Théo Martin');
  const grace = page.locator('.plimsoll-strip').getByText('38 more in grace');
  const paused = page.getByText('Fathom Weekly is paused.').filter({ visible: true });
  await operator.change('fathom-weekly', (quota, tenant) => quota.suspend(tenant, byOperator));
  await paused.first().waitFor();
  await grace.waitFor();
  expect(await page.getByText('Paused', { exact: true }).count()).toBe(4);
  expect(await violationsOf(page)).toEqual([]);
  await generate(page).click();
  const dialog = page.getByRole('alertdialog', { name: 'Fathom Weekly is paused' });
  await dialog
    .getByText('This try used nothing, and your prompt is kept. Write to support@plimsoll.example.')
    .waitFor();
  await page.keyboard.press('Escape');
  await operator.change('fathom-weekly', (quota, tenant) => quota.resume(tenant, byOperator));
  await paused.first().waitFor({ state: 'detached' });
  await grace.waitFor();
});

test('a member is told to ask an owner, and sees only their own usage', async () => {
  const page = await stepInAs('Emil Lund');
  await page.getByText('You see your own usage.').waitFor();
  expect(await page.getByRole('meter').count()).toBe(0);
  await page.goto(`${app.url}/plans`);
  await page.getByText('Only an owner can change the plan.').waitFor();
  expect(await page.getByRole('button', { name: /upgrade|change to/i }).count()).toBe(0);
});

test('a plan is changed only after it is said what that means', async () => {
  const page = await stepInAs('Jonas Ekker');
  await page.goto(`${app.url}/plans`);
  const toFree = page.getByRole('button', { name: 'Change to Free' }).filter({ visible: true });
  await toFree.click();
  const question = page.getByRole('alertdialog', { name: 'Change to Free?' });
  await question.getByText('AI generations: would refuse 2 of your 12').waitFor();
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.activeElement?.textContent === 'Change to Free');
  await page.getByRole('button', { name: 'Upgrade to Growth' }).filter({ visible: true }).click();
  await page.getByRole('alertdialog', { name: 'Upgrade to Growth?' }).waitFor();
  await page.getByRole('button', { name: 'Upgrade to Growth' }).filter({ visible: true }).last().click();
  await page.getByText('Growth plan').filter({ visible: true }).waitFor();
});

test('a project makes the level rise, deleting it gives the room back, and an export is a file', async () => {
  const page = await stepInAs('Rui Tavares');
  await page.getByRole('button', { name: 'New project' }).click();
  await page.getByLabel('Name').fill('Slipway');
  await page.keyboard.press('Enter');
  await page.getByText('1 of 3 projects.').waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^projects-\d{4}-\d\d-\d\d\.csv$/);
  await page.getByRole('button', { name: 'Delete Slipway' }).click();
  const question = page.getByRole('alertdialog', { name: 'Delete Slipway?' });
  await question.getByText('It can’t be brought back. Its place becomes free at once: you then have 0 of 3').waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('1 of 3 projects.').waitFor();
  await page.getByRole('button', { name: 'Delete Slipway' }).click();
  await question.getByRole('button', { name: 'Delete project' }).click();
  await page.getByText('0 of 3 projects.').waitFor();
  await page.locator('[role=meter][aria-label="Projects"][aria-valuenow="0"]').waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('projects');
});

test('a text says what is held while it is written, and in the end what it took and what came back', async () => {
  const page = await stepInAs('Imogen Hale');
  const tokens = page.locator('[role=meter][aria-label="AI tokens"]');
  await generate(page).click();
  await page.getByText(/^Writing, \d+ tokens so far, 1,024 held$/).waitFor();
  await page.getByText(/^[\d,]+ held$/).waitFor();
  const settled = page.getByText(/^Settled: \d+ tokens used, [\d,]+ of the 1,024 held returned$/);
  await settled.waitFor();
  const used = Number((await settled.textContent())?.match(/\d+/)?.[0]);
  await expect.poll(() => tokens.getAttribute('aria-valuenow')).toBe(String(61_300 + used));
  await page.getByText(/^[\d,]+ held$/).waitFor({ state: 'detached' });
});

test('a text that is stopped keeps what was written and returns the rest', async () => {
  const page = await stepInAs('Imogen Hale');
  await generate(page).click();
  await page.getByText(/^Writing, \d\d tokens so far/).waitFor();
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByText(/^Stopped after \d+ tokens/).waitFor();
  await page.getByText(/^[\d,]+ held$/).waitFor({ state: 'detached' });
});

test('calls that come too fast are slowed down by a toast, which offers the call again', async () => {
  const page = await stepInAs('Rui Tavares');
  const call = page.getByRole('button', { name: 'Call the API' });
  for (let n = 0; n < 6; n++) await call.click();
  await page.getByText('Too many calls just now').first().waitFor();
  await page.getByRole('button', { name: 'Try again', exact: true }).click();
  await page.locator('[role=meter][aria-label="API calls"][aria-valuenow="6"]').waitFor();
});

test('what a plan does not have names the plan that does, and runs once it is yours', async () => {
  const page = await stepInAs('Théo Martin');
  await page.getByRole('button', { name: 'Run the schedule now' }).click();
  await page.getByText('The scheduled run looked through 2 projects').waitFor();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Imogen Hale' }).click();
  await isLive(page);
  await page.getByRole('button', { name: 'Run the schedule now' }).click();
  await page.getByRole('alertdialog', { name: 'Scheduled runs are part of Growth' }).waitFor();
});

test('a seat is taken by adding somebody, refused where there is none, and given back by removing them', async () => {
  const page = await stepInAs('Rui Tavares');
  const add = async (name: string, email = `${name.toLowerCase()}@quayside.example`) => {
    await page.getByLabel('Member’s name').fill(name);
    await page.getByLabel('Member’s email').fill(email);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
  };
  await page.getByRole('button', { name: 'Add member' }).click();
  await add('Ines', 'astrid@northlight.example');
  await page.getByText('Somebody has this email already.').waitFor();
  await add('Ines');
  await page.getByText('2 of 2 seats taken.').waitFor();
  await page.getByRole('button', { name: 'Add member' }).click();
  await add('Tomas');
  await page.getByRole('alertdialog', { name: 'No room for another seat' }).waitFor();
  await page.getByRole('link', { name: 'Choose a member' }).click();
  await page.getByRole('button', { name: 'Remove Ines' }).click();
  const question = page.getByRole('alertdialog', { name: 'Remove Ines?' });
  await question.getByText('Their seat becomes free at once').waitFor();
  await question.getByRole('button', { name: 'Remove member' }).click();
  await page.getByText('1 of 2 seats taken.').waitFor();
});

test('a team sees that it draws from its organisation’s pool, and how much is remaining there', async () => {
  const page = await stepInAs('Mila Brandt');
  await page.goto(`${app.url}/settings/usage`);
  await page.getByText(/^Draws from your organisation’s pool: 42,3\d\d,\d{3} remaining there$/).waitFor();
});

test('whoever is not signed in is led to sign in, and a wrong password is told without blame', async () => {
  const page = await context.newPage();
  await page.goto(`${app.url}/settings/usage`);
  await page.getByLabel('Email').fill('nobody@example.com');
  await page.getByLabel('Password').fill('not-the-password');
  await page.keyboard.press('Enter');
  await page.getByText('This email and password don’t belong together.').waitFor();
});

/** Each screen, with a text that stands there once its figures do. */
const screens = [
  ['/', '80\u00a0% passed'],
  ['/settings/usage', 'Need attention'],
  ['/plans?to=growth', 'Upgrade to Growth'],
  ['/nowhere', 'There is nothing here'],
] as const;

/** Axe weighs every element's colours: seconds a screen, more on a busy machine. */
const axeTimeoutMs = 120_000;

describe('while a smaller plan is to follow', () => {
  beforeAll(() =>
    operator.change('northlight-books', (quota, tenant) =>
      quota.setPlan(tenant, 'free', byOperator, { at: 'period_end' }),
    ),
  );

  for (const width of [1280, 390]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      test(
        `no screen keeps anybody out, at ${width} px in ${colorScheme}`,
        async () => {
          await context.close();
          context = await browser.newContext({
            viewport: { width, height: 844 },
            colorScheme,
            reducedMotion: 'reduce',
          });
          const signIn = await context.newPage();
          await signIn.goto(`${app.url}/sign-in`);
          await signIn.getByRole('button', { name: 'Astrid Holm' }).waitFor();
          expect(await violationsOf(signIn)).toEqual([]);
          await signIn.close();
          const page = await stepInAs('Astrid Holm');
          for (const [path, ready] of screens) {
            await page.goto(app.url + path);
            await page.getByText(ready, { exact: true }).filter({ visible: true }).first().waitFor();
            expect(await violationsOf(page)).toEqual([]);
            expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
          }
          if (width === 390) await lookIntoMenu(page);
        },
        axeTimeoutMs,
      );
    }
  }

  test('it is said on the plans, and the present plan can be kept', async () => {
    const page = await stepInAs('Astrid Holm');
    await page.getByRole('link', { name: 'Usage', exact: true }).click();
    await page.getByText('$0 a month; you can still keep Starter').waitFor();
    await page.getByRole('link', { name: 'Plans', exact: true }).click();
    const follows = page.getByText(/^Free follows on 1 \w+\.$/);
    await follows.waitFor();
    await page.getByRole('button', { name: 'Keep Starter' }).filter({ visible: true }).click();
    const question = page.getByRole('alertdialog', { name: 'Keep Starter?' });
    await question.getByText(/The change to Free on 1 \w+ is called off\.$/).waitFor();
    await question.getByRole('button', { name: 'Keep Starter' }).click();
    await follows.waitFor({ state: 'detached' });
    await page.getByText('Current plan').filter({ visible: true }).waitFor();
  });
});

/** The menu of narrow screens keeps nobody out, and Escape leads back out of it. */
async function lookIntoMenu(page: Page): Promise<void> {
  await page.goto(app.url);
  await page.getByRole('button', { name: 'Open menu' }).click();
  expect(await violationsOf(page, 'header')).toEqual([]);
  await page.getByRole('link', { name: 'Plans', exact: true }).focus();
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.activeElement?.ariaLabel === 'Open menu');
}
