import { expect, test } from 'vitest';
import type { NoticeEmail } from './notice-email.ts';
import { renderNoticeEmail } from './render-notice-email.tsx';
import { meterWidths } from './templates/email-meter.tsx';
import { kestrelAtEighty, ternAtTheLimit } from './testing/sample-facts.ts';

/** Without its line breaks, which fall where they fall. */
const flat = (text: string) => text.replaceAll('\n', ' ');

const projects: Partial<NoticeEmail> = { meterKind: 'level', meterLabel: 'Projects', resetsAt: null, beyond: null };

test('a warning says what remains until when, what happens at the limit and what would help', async () => {
  const { subject, preheader, text } = await renderNoticeEmail(kestrelAtEighty);
  expect(subject).toBe('Kestrel Press has used 80 of 100 AI generations');
  expect(preheader).toBe('20 remaining until 1 Dec.');
  expect(text).toMatchInlineSnapshot(`
    "20 remain until Tuesday 1 December.

      AI generations   [################----|]   80 of 100, 80 % passed

    Resets Tue 1 Dec 2026, 00:00 (Europe/Stockholm).

    What happens at the limit.
    After that each one costs $0.15, up to 20 more. After 120, new ones are
    refused until 1 December. Nothing else in your account is affected.

    What would help.
    Growth, $79 a month: 400 more at once, 500 in every period.

    See usage and plans: https://app.example/settings/usage
    Or wait: the next notice comes at 95 %, once.

    -- 
    Sent to the owners of Kestrel Press because AI generations passed 80 % on
    Tue 17 Nov 2026, 09:22 (Europe/Stockholm)."
  `);
});

test('a reached limit says what is refused until when, and the ways forward', async () => {
  const { subject, preheader, text } = await renderNoticeEmail(ternAtTheLimit);
  expect(subject).toBe('Tern Notes has used all 10 AI generations');
  expect(preheader).toBe('New ones are refused until 1 Dec, or until you upgrade. Your work is untouched.');
  expect(text).toMatchInlineSnapshot(`
    "New ones are refused until Tuesday 1 December, or until you upgrade.
    Everything you made is untouched, and everything else works as before.

      AI generations   [####################|]   10 of 10, limit reached

    Resets Tue 1 Dec 2026, 00:00 (Europe/Lisbon).

    Upgrade to Starter, $19 a month:
    90 more at once, 100 in every period.

    Or wait until 1 December.
    Counting starts anew then, and no one needs to do anything.

    Upgrade to Starter: https://app.example/plans
    Prefer to look first? See your usage: https://app.example/settings/usage

    -- 
    Sent to the owners of Tern Notes because AI generations reached the limit on
    Tue 17 Nov 2026, 10:46 (Europe/Lisbon)."
  `);
});

test('the last warning names the highest mark passed', async () => {
  const { subject, text, html } = await renderNoticeEmail({
    ...kestrelAtEighty,
    meterLabel: 'AI tokens',
    used: 964_217,
    line: 1_000_000,
    ceiling: 1_000_000,
    beyond: null,
    percent: 96,
    level: 'critical',
    nextThresholdPercent: 100,
  });
  expect(subject).toBe('Kestrel Press has used 964,217 of 1,000,000 AI tokens');
  expect(flat(text)).toContain('95\u00a0% passed');
  expect(flat(text)).toContain('After 1,000,000, new ones are refused until 1 December.');
  expect(html).toContain('95\u00a0% passed');
});

test('one that remains is one', async () => {
  const { text } = await renderNoticeEmail({
    ...kestrelAtEighty,
    used: 99,
    percent: 99,
    level: 'critical',
    ceiling: 101,
    beyond: { type: 'grace', days: 1, until: null },
  });
  expect(flat(text)).toContain('1 remains until Tuesday 1 December.');
  expect(flat(text)).toContain('After that 1 more is allowed for 1 day. After 101, new ones are refused');
});

test('a level is held, not used: nothing resets, and one frees some', async () => {
  const warned = await renderNoticeEmail({ ...kestrelAtEighty, ...projects, used: 8, line: 10, ceiling: 10 });
  expect(warned.subject).toBe('Kestrel Press has 8 of 10 projects');
  expect(warned.preheader).toBe('2 remaining.');
  expect(warned.text).toMatchInlineSnapshot(`
    "2 remain.

      Projects   [################----|]   8 of 10, 80 % passed

    What happens at the limit.
    After 10, new ones are refused until you free some. Nothing else in your
    account is affected.

    What would help.
    Free some you no longer need: each makes room at once. Or Growth, $79 a
    month: room for 490 more at once, 500 in all.

    See usage and plans: https://app.example/settings/usage
    The next notice comes at 95 %, once.

    -- 
    Sent to the owners of Kestrel Press because projects passed 80 % on Tue 17
    Nov 2026, 09:22 (Europe/Stockholm)."
  `);
  const full = await renderNoticeEmail({ ...ternAtTheLimit, ...projects, used: 3, line: 3, ceiling: 3 });
  expect(full.subject).toBe('Tern Notes has 3 of 3 projects');
  expect(full.text).toMatchInlineSnapshot(`
    "New ones are refused until you free some, or until you upgrade. Everything
    you made is untouched, and everything else works as before.

      Projects   [####################|]   3 of 3, limit reached

    Upgrade to Starter, $19 a month:
    room for 97 more at once, 100 in all.

    Or free some.
    Each one you no longer need makes room at once.

    Upgrade to Starter: https://app.example/plans
    Prefer to look first? See your usage: https://app.example/settings/usage

    -- 
    Sent to the owners of Tern Notes because projects reached the limit on Tue
    17 Nov 2026, 10:46 (Europe/Lisbon)."
  `);
  for (const { text, html } of [warned, full]) expect(text + html).not.toMatch(/wait until|Resets/);
});

test('where no plan gives more, waiting is the way, and nothing is offered', async () => {
  const without = await renderNoticeEmail({ ...ternAtTheLimit, upgrade: null });
  expect(without.text).toContain('New ones are refused until Tuesday 1 December. Everything');
  expect(without.text).toContain('Wait until 1 December.\n');
  expect(without.text).toContain('See your usage: https://app.example/settings/usage');
  expect(without.text + without.html).not.toMatch(/upgrade/i);
  const smaller = await renderNoticeEmail({ ...ternAtTheLimit, upgrade: { ...ternAtTheLimit.upgrade!, line: 10 } });
  expect(smaller).toEqual(without);
});

test('an unlimited plan is offered as that', async () => {
  const { text } = await renderNoticeEmail({ ...ternAtTheLimit, upgrade: { ...ternAtTheLimit.upgrade!, line: null } });
  expect(flat(text)).toContain('Upgrade to Starter, $19 a month: AI generations without a limit.');
});

test('a reached line with overage behind it says what each one costs, and how many there are', async () => {
  const { subject, text, html } = await renderNoticeEmail({
    ...kestrelAtEighty,
    kind: 'exhausted',
    used: 100,
    percent: 100,
    level: 'reached',
    nextThresholdPercent: null,
  });
  expect(subject).toBe('Kestrel Press has used all 100 AI generations');
  expect(flat(text)).toContain(
    'From now on each one costs $0.15, up to 20 more; then new ones are refused until Tuesday 1 December, or until you upgrade.',
  );
  expect(flat(text)).toContain('400 more at once, 500 in every period.');
  expect(html).toContain('More allowed');
  expect(html).toContain('at $0.15 each');
  expect(html).not.toContain('Remaining');
});

/** Fathom Weekly reaches 500 generations on Growth, with this behind the line. */
const fathom = async (beyond: NoticeEmail['beyond'], ceiling: number | null) => {
  const reached = { ...ternAtTheLimit, tenantName: 'Fathom Weekly', planName: 'Growth', upgrade: null };
  const email = await renderNoticeEmail({ ...reached, used: 500, line: 500, ceiling, beyond });
  expect(email.subject).toBe('Fathom Weekly has used all 500 AI generations');
  return { ...email, text: flat(email.text) };
};

test('a reached line with grace says how many more there are until when', async () => {
  const { text, preheader, html } = await fathom({ type: 'grace', days: 3, until: '2026-11-20T10:46:00.000Z' }, 550);
  const words = 'From now on 50 more are allowed until Fri 20 Nov, 10:46; then new ones are refused until';
  expect(text).toContain(`${words} Tuesday 1 December.`);
  expect(preheader).toBe(`${words} 1 Dec. Your work is untouched.`);
  expect(html).toContain('More in grace');
  expect(html).toContain('until Fri 20 Nov, 10:46');
});

test('a limit that only warns, and one that a pool goes on from, refuse nothing and say so', async () => {
  const soft = await fathom({ type: 'soft' }, null);
  expect(soft.text).toContain('From now on new ones go on: this limit only warns. Everything');
  const pool = await fathom({ type: 'pool' }, 500);
  expect(pool.text).toContain('From now on new ones are drawn from your organisation’s pool. Everything');
  for (const { text, html } of [soft, pool]) expect(text + html).not.toMatch(/refused/);
  const ahead = await renderNoticeEmail({ ...kestrelAtEighty, ceiling: null, beyond: { type: 'soft' } });
  expect(flat(ahead.text)).toContain('After that new ones go on: this limit only warns. Nothing else');
  expect(ahead.text).not.toMatch(/refused/);
});

test('a warning whose crossing went beyond the limit at once speaks of now', async () => {
  const { text } = await renderNoticeEmail({ ...kestrelAtEighty, used: 106, percent: 106 });
  expect(flat(text)).toContain('From now on each one costs $0.15, up to 14 more. After 120, new ones are refused');
});

test('where overage is used up at the crossing, new ones are refused', async () => {
  const { text } = await renderNoticeEmail({ ...kestrelAtEighty, kind: 'exhausted', level: 'reached', used: 120 });
  expect(flat(text)).toContain('New ones are refused until Tuesday 1 December, or until you upgrade.');
});

test('times stand in the zone of the tenant', async () => {
  const { text, html } = await renderNoticeEmail({ ...ternAtTheLimit, zone: 'America/New_York' });
  expect(flat(text)).toContain('Resets Mon 30 Nov 2026, 19:00 (America/New_York).');
  expect(flat(text)).toContain('on Tue 17 Nov 2026, 05:46 (America/New_York).');
  expect(html).toContain('19:00, America/New_York');
});

test('the same facts give the same email, and a name is never taken for HTML', async () => {
  const facts = { ...kestrelAtEighty, tenantName: '<b>Kestrel</b> & Co' };
  const first = await renderNoticeEmail(facts);
  expect(await renderNoticeEmail(structuredClone(facts))).toEqual(first);
  expect(first.html).not.toContain('<b>Kestrel');
  expect(first.html).toContain('&lt;b&gt;Kestrel&lt;/b&gt; &amp; Co');
});

test('facts that make no sense are refused', async () => {
  await expect(renderNoticeEmail({ ...kestrelAtEighty, zone: 'Mars/Olympus' })).rejects.toThrow(
    'not an IANA time zone',
  );
  await expect(renderNoticeEmail({ ...kestrelAtEighty, line: 0 })).rejects.toThrow();
});

test('the meter has its line at 80 % of the width, is painted from the first mark on, and widens for overage', () => {
  expect(meterWidths(ternAtTheLimit)).toEqual({ used: 63.7, paint: 15.9, track: 0, beyond: 0, rest: 19.9 });
  const beyond = meterWidths({ ...kestrelAtEighty, used: 110, ceiling: 150 });
  expect(beyond.used + beyond.paint).toBeCloseTo(100 / 1.56, 0);
  expect(beyond.beyond).toBeCloseTo(10 / 1.56, 0);
});
