/**
 * What the mailbox's page does by itself. Plain browser JavaScript, served as it stands:
 * it renews the list, narrows it while one types, switches views and sets how the mailbox behaves.
 */
export const mailboxScript = `
'use strict';
const byId = (id) => document.getElementById(id);
const main = byId('main');
const search = byId('search');

let shown = byId('list').innerHTML;
let isAsking = false;
async function renew() {
  if (isAsking) return;
  isAsking = true;
  const query = new URLSearchParams({ mail: main.dataset.mail, search: search.value });
  try {
    const answer = await fetch('/list?' + query);
    const list = await answer.text();
    if (list !== shown) {
      const focused = document.activeElement?.closest('#list a')?.getAttribute('href');
      byId('list').innerHTML = shown = list;
      if (focused) document.querySelector('#list a[href="' + CSS.escape(focused) + '"]')?.focus();
    }
    byId('live').classList.remove('stale');
    const count = Number(answer.headers.get('mail-count'));
    byId('live').textContent = count === 1 ? '1 mail, receiving' : count + ' mails, receiving';
  } catch {
    byId('live').classList.add('stale');
    byId('live').textContent = 'Reconnecting';
  } finally {
    isAsking = false;
  }
}
setInterval(renew, Number(main.dataset.renewMs));
search.addEventListener('input', renew);

byId('mode').addEventListener('change', async (event) => {
  const answer = await fetch('/api/mode', {
    method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ mode: event.target.value }),
  });
  byId('mode-note').textContent = answer.ok ? event.target.selectedOptions[0].dataset.note : 'That was not accepted.';
});

function press(group, button) {
  for (const other of group.querySelectorAll('button')) other.setAttribute('aria-pressed', String(other === button));
}
byId('views')?.addEventListener('click', ({ target, currentTarget }) => {
  const view = target.closest('button')?.dataset.view;
  if (!view) return;
  press(currentTarget, target.closest('button'));
  for (const part of document.querySelectorAll('[data-part]')) part.hidden = part.dataset.part !== view;
  byId('widths').hidden = view !== 'html';
});
byId('widths')?.addEventListener('click', ({ target, currentTarget }) => {
  const width = target.closest('button')?.dataset.width;
  if (!width) return;
  press(currentTarget, target.closest('button'));
  byId('frame').classList.toggle('narrow', width === '390');
});
`;
