import { html, raw } from 'hono/html';
import type { RunStatus } from './read-runs.ts';

const drawn = (paths: string) =>
  raw(
    `<svg class="i" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${paths}</svg>`,
  );

export const icons = {
  done: drawn('<path d="M20 6 9 17l-5-5"/>'),
  failed: drawn('<path d="M18 6 6 18"/><path d="m6 6 12 12"/>'),
  waiting: drawn('<circle cx="12" cy="12" r="10"/><path d="M12 6v6l4 2"/>'),
};

/** An icon with its words for those who don't see it. */
export function statusIcon(status: RunStatus) {
  switch (status) {
    case 'completed':
      return html`<span class="okc">${icons.done}<span class="vh">Completed</span></span>`;
    case 'failed':
      return html`<span class="noc">${icons.failed}<span class="vh">Failed</span></span>`;
    case 'running':
      return html`<span class="wac">${icons.waiting}<span class="vh">Under way</span></span>`;
    default:
      return status satisfies never;
  }
}
