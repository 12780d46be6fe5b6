import { html } from 'hono/html';
import { expect, test } from 'vitest';
import { pageShell } from './page-shell.ts';

const shown = async (links: Parameters<typeof pageShell>[0]['links']) => {
  const page = await pageShell({
    name: 'Functions',
    links,
    style: '/a.css',
    script: '/a.js',
    main: html`<main></main>`,
  });
  return [...String(page).matchAll(/<a href="([^#"]*)"( aria-current="page")?>(\w+)<\/a>/g)].map(
    ([, href, current, label]) => `${label} ${href}${current ?? ''}`,
  );
};

test('the bar links the parts that run, in one order on every page, and marks the page itself', async () => {
  expect(await shown({ app: 'http://a.test', mailbox: 'http://m.test', functions: 'http://f.test' })).toEqual([
    'App http://a.test',
    'Mailbox http://m.test',
    'Functions / aria-current="page"',
  ]);
  expect(await shown({})).toEqual(['Functions / aria-current="page"']);
});
