/**
 * Plain JavaScript of the page: fetches the page again, soon while a run is active, and swaps the main part where it
 * changed. The focused link and each column's scroll position stay.
 */
export const refreshScript = `
let last = '';
async function refresh() {
  let waitMs = 3000;
  try {
    if (!document.hidden) {
      const response = await fetch(location.href);
      const text = await response.text();
      const next = new DOMParser().parseFromString(text, 'text/html').getElementById('main');
      if (response.ok && next && next.innerHTML !== last) swap(next);
    }
    waitMs = Number(document.getElementById('main').dataset.refreshMs) || waitMs;
  } catch { /* the executor is being restarted: ask again */ }
  setTimeout(refresh, waitMs);
}
function swap(next) {
  const main = document.getElementById('main');
  const first = last === '';
  last = next.innerHTML;
  if (first && main.innerHTML === last) return;
  const focused = main.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
  const open = main.querySelectorAll('details[open]').length > 0;
  if (open || !getSelection().isCollapsed) { last = ''; return; } // somebody is reading
  const scrolled = [...main.querySelectorAll('ul')].map((list) => list.scrollTop);
  main.replaceChildren(...next.childNodes);
  main.dataset.refreshMs = next.dataset.refreshMs;
  [...main.querySelectorAll('ul')].forEach((list, index) => { list.scrollTop = scrolled[index] ?? 0; });
  if (focused) [...main.querySelectorAll('a')].find((link) => link.getAttribute('href') === focused)?.focus({ preventScroll: true });
}
setTimeout(refresh, Number(document.getElementById('main').dataset.refreshMs));
`;
