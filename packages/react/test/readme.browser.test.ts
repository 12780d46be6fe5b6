import { readFile } from 'node:fs/promises';
import { launchBrowser } from '@plimsoll/local/testing';
import { expect, test } from 'vitest';
import { buildPage } from './build-page.ts';

/** Mounts the README's component with a full meter and a refused call. */
const mount = `
import { standingOf } from '@plimsoll/quota';
import { createRoot } from 'react-dom/client';

const period = { start: '2026-11-01T00:00:00.000Z', end: '2026-12-01T00:00:00.000Z' };
const amounts = { limit: capped(10), line: 10, ceiling: 10, used: 10, held: 0, period };
const usage = {
  tenant: 'org_tern', plan: 'free', zone: 'UTC', at: '2026-11-17T10:45:00.000Z', scope: 'tenant',
  nextPlan: null, suspended: false, grants: [],
  meters: { aiGenerations: standingOf({ kind: 'allowance', ...amounts }, catalog.thresholds) },
};
const quota = {
  reason: 'exhausted', tenant: 'org_tern', at: usage.at, meter: 'aiGenerations', asked: 1, plan: 'free', ...amounts,
  remaining: 0, pool: null, retryAfterMs: 1, breaches: [],
  remedies: [{ type: 'upgrade', plan: 'starter', name: 'Starter', price: usd(19), line: 100, more: 90 }],
};
createRoot(document.querySelector('#root')).render(
  <Usage usage={usage} error={{ data: { quota } }} upgrade={(plan) => { document.title = plan; }} />,
);
`;

test('the README’s example runs and shows what it promises', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const example = /```tsx\n([\s\S]+?)```/.exec(readme)?.[1];
  expect(example).toBeDefined();
  const [browser, built] = await Promise.all([launchBrowser(), buildPage({ code: example + mount })]);
  try {
    const page = await browser.newPage();
    await page.goto(built.url);
    await page.getByRole('alertdialog', { name: 'No AI generations remaining until 1 Dec' }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.title === 'starter');
    await page.keyboard.press('Escape');
    await page.getByRole('region', { name: 'Need attention' }).getByRole('meter').waitFor();
  } finally {
    await browser.close();
    await built.remove();
  }
});
