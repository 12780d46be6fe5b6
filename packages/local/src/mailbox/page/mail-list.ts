import { html } from 'hono/html';
import type { Mail } from '../store/mail.ts';
import { levelDisc } from './level-disc.ts';
import { preheader } from './preheader.ts';

/** The mails, newest first; or why there are none. */
export function mailList(mails: Mail[], { chosen, search, now }: { chosen: string; search: string; now: Date }) {
  if (mails.length === 0)
    return search === '' ? nothingYet() : html`<div class="empty"><b>Nothing matches “${search}”.</b></div>`;
  return html`<ul>${mails.map((mail) => entry(mail, mail.id === chosen, now))}</ul>`;
}

function entry(mail: Mail, isChosen: boolean, now: Date) {
  const { subject, to } = mail.request;
  return html`<li><a href="/?mail=${mail.id}"${isChosen ? html` aria-current="true"` : ''}>${levelDisc(mail.request)}<span class="sj ell">${subject}</span>
<time class="tab" datetime="${mail.at.toISOString()}">${shortTime(mail.at, now)}</time>
<p class="ell">${to.join(', ')}<br>${preheader(mail.request)}</p></a></li>`;
}

function nothingYet() {
  return html`<div class="empty"><b>No mail yet.</b><p>What the app sends by Resend arrives here instead of on the internet. It does so while <code>RESEND_BASE_URL</code> is this page’s address.</p></div>`;
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

function shortTime(at: Date, now: Date): string {
  return day.format(at) === day.format(now) ? clock.format(at) : day.format(at);
}
