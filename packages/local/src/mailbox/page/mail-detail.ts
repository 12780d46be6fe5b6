import { html, raw } from 'hono/html';
import type { Mail } from '../store/mail.ts';
import type { LoggedRequest } from '../store/request-log.ts';
import { triesText } from './tries-text.ts';

/** One mail: its envelope, and its content as HTML, text, headers and source. */
export function mailDetail(mail: Mail, tries: LoggedRequest[]) {
  const { from, to, cc, bcc, reply_to: replyTo, subject, html: page, text } = mail.request;
  const addresses = { From: [from], To: to, Cc: cc, Bcc: bcc, 'Reply to': replyTo };
  return html`<a class="back" href="/">← All mails</a><h1>${subject}</h1>
<dl class="env">${Object.entries(addresses).map(([name, list]) => (list ? html`<dt>${name}</dt><dd>${list.join(', ')}</dd>` : ''))}
<dt>Sent</dt><dd class="tab">${sentAt.format(mail.at).replace(', ', ' ')}</dd>
<dt>Key</dt><dd>${mail.key === null ? 'none: a retry would be a second mail' : html`<span class="num">${mail.key}</span> ${badge(tries)}`}</dd></dl>
<div class="row"><div class="seg" role="group" aria-label="View" id="views">${
    page === undefined ? '' : html`<button type="button" data-view="html" aria-pressed="true">HTML</button>`
  }<button type="button" data-view="text" aria-pressed="${page === undefined}">Text</button><button type="button" data-view="headers" aria-pressed="false">Headers</button><button type="button" data-view="source" aria-pressed="false">Source</button></div>
<div class="seg" role="group" aria-label="Width" id="widths"${page === undefined ? raw(' hidden') : ''}><button type="button" data-width="600" aria-pressed="true">600</button><button type="button" data-width="390" aria-pressed="false">390</button></div></div>
${page === undefined ? '' : html`<iframe class="frame" id="frame" data-part="html" src="/mails/${mail.id}/html" title="Mail as HTML" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`}
<pre data-part="text" tabindex="0"${page === undefined ? '' : raw(' hidden')}>${text ?? 'This mail has no text.'}</pre>
<pre data-part="headers" tabindex="0" hidden>${headerLines(mail)}</pre>
<pre data-part="source" tabindex="0" hidden>${page ?? JSON.stringify(mail.request, null, 2)}</pre>`;
}

const tick = raw(
  '<svg viewBox="0 0 24 24" width="13" height="13" fill="none" stroke="currentColor" stroke-width="2.25" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M20 6 9 17l-5-5"/></svg>',
);

function badge(tries: LoggedRequest[]) {
  return html`<span class="badge good">${tick}${triesText(tries)}</span>`;
}

function headerLines({ id, request }: Mail): string {
  const lines = [`Message-ID: <${id}@mailbox.local>`];
  for (const [name, value] of Object.entries(request.headers ?? {})) lines.push(`${name}: ${value}`);
  for (const { name, value } of request.tags ?? []) lines.push(`Tag: ${name}=${value}`);
  return lines.join('\n');
}

const sentAt = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
