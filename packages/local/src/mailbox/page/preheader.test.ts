import { expect, test } from 'vitest';
import { preheader } from './preheader.ts';

const mail = { from: 'a@b.c', to: ['a@b.c'], subject: 's' };

test('the hidden first lines are shown, without what pads them', () => {
  const html =
    '<body><div style="display:none;overflow:hidden">20 remaining &amp; more<div>\u00a0\u200c\u200b\u200d\u00a0</div></div>';
  expect(preheader({ ...mail, html, text: 'other' })).toBe('20 remaining & more');
});

test('a mail without hidden lines shows the beginning of its text', () => {
  expect(preheader({ ...mail, html: '<p>hi</p>', text: 'Hello\n\nthere' })).toBe('Hello there');
});
