import { Hono } from 'hono';
import { html } from 'hono/html';
import { type PageLinks, pageShell } from '../../pages/page-shell.ts';
import { pageStyle } from '../../pages/page-style.ts';
import type { MailboxContext } from '../mailbox-context.ts';
import { countMails, readMail, readMails } from '../store/mail.ts';
import { type Mode, readMode } from '../store/mode.ts';
import { readTries } from '../store/request-log.ts';
import { mailDetail } from './mail-detail.ts';
import { mailList } from './mail-list.ts';
import { mailboxScript } from './mailbox-script.ts';
import { mailboxStyle } from './mailbox-style.ts';

const SHOWN_MAILS = 200;
const RENEW_MS = 1500;

/** `GET /`: the mails that arrived, and one of them: the chosen one, or else the newest. */
export function mailboxPage({ sql, now }: MailboxContext, links: PageLinks): Hono {
  const page = new Hono();
  page.get('/mailbox.css', (c) => c.body(pageStyle + mailboxStyle, 200, { 'content-type': 'text/css; charset=utf-8' }));
  page.get('/mailbox.js', (c) => c.body(mailboxScript, 200, { 'content-type': 'text/javascript; charset=utf-8' }));

  page.get('/', async (c) => {
    const search = c.req.query('search') ?? '';
    const chosen = c.req.query('mail');
    const [mails, count, mode] = await Promise.all([
      readMails(sql, { search, limit: SHOWN_MAILS }),
      countMails(sql),
      readMode(sql),
    ]);
    const mail = chosen === undefined ? mails[0] : await readMail(sql, chosen);
    const tries = mail?.key ? await readTries(sql, mail.key) : [];
    const main = html`<main id="main" class="mb${chosen && mail ? ' chosen' : ''}" data-mail="${mail?.id ?? ''}" data-renew-ms="${RENEW_MS}">
<section class="ml" aria-label="Mails"><div class="head"><div class="row"><h2>Mailbox</h2><span class="live" id="live">${count} ${count === 1 ? 'mail' : 'mails'}, receiving</span></div>
<form role="search" action="/"><input class="input" id="search" name="search" type="search" value="${search}" aria-label="Search mails" placeholder="Search by address or subject"></form>
${modeSwitch(mode)}</div><div id="list">${mailList(mails, { chosen: mail?.id ?? '', search, now: now() })}</div></section>
<section class="rd" aria-label="Mail">${mail ? mailDetail(mail, tries) : ''}</section></main>`;
    return c.html(pageShell({ name: 'Mailbox', links, style: '/mailbox.css', script: '/mailbox.js', main }));
  });

  page.get('/list', async (c) => {
    const search = c.req.query('search') ?? '';
    const mails = await readMails(sql, { search, limit: SHOWN_MAILS });
    c.header('mail-count', String(await countMails(sql)));
    return c.html(mailList(mails, { chosen: c.req.query('mail') ?? '', search, now: now() }));
  });

  page.get('/mails/:id/html', async (c) => {
    const mail = await readMail(sql, c.req.param('id'));
    if (!mail) return c.text('No such mail.', 404);
    // A mail is foreign content: no scripts, no forms, and its links open in a tab of their own.
    c.header('content-security-policy', "sandbox allow-popups allow-popups-to-escape-sandbox; script-src 'none'");
    return c.html(`${mail.request.html ?? ''}<base target="_blank">`);
  });
  return page;
}

const MODES: Record<Mode['mode'], { label: string; note: string }> = {
  well: { label: 'well', note: 'Every mail is accepted at once.' },
  slow: { label: 'slowly', note: 'A mail is stored at once, but its sender waits 5 s for the answer.' },
  '429': { label: 'too busy (429)', note: 'Every mail is turned away: too many requests.' },
  '500': { label: 'broken (500)', note: 'Every mail is turned away: an error inside.' },
};

function modeSwitch({ mode }: Mode) {
  return html`<div class="mode"><label for="mode">Answers</label> <select id="mode">${Object.entries(MODES).map(
    ([value, { label, note }]) =>
      html`<option value="${value}" data-note="${note}"${value === mode ? html` selected` : ''}>${label}</option>`,
  )}</select> <span id="mode-note" role="status">${MODES[mode].note}</span></div>`;
}
