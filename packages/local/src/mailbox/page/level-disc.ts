import { html, raw } from 'hono/html';
import type { EmailRequest } from '../email-request.ts';

type Level = 'calm' | 'warning' | 'critical' | 'reached';

const OUTLINE =
  '<circle cx="8" cy="8" r="5.25" fill="none" stroke="currentColor" stroke-width="1.5"/><path d="M.5 8h15" stroke="currentColor" stroke-width="1.5"/>';
const GAP = '<path d="M3 8h10" stroke="var(--glyph-gap, var(--card))" stroke-width="1.5"/>';

const DRAWN: Record<Level, string> = {
  calm: OUTLINE,
  warning: `<path d="M2.75 8a5.25 5.25 0 0 0 10.5 0z" fill="currentColor"/>${OUTLINE}`,
  critical: `<path d="M3.6 5.2h8.8A5.25 5.25 0 1 1 3.6 5.2z" fill="currentColor"/>${OUTLINE}${GAP}`,
  reached: `<circle cx="8" cy="8" r="6" fill="currentColor"/><path d="M.5 8h15" stroke="currentColor" stroke-width="1.5"/>${GAP}`,
};

const WORDS: Record<Level, string> = {
  calm: '',
  warning: 'Warning: ',
  critical: 'Critical: ',
  reached: 'Limit reached: ',
};

/** The disc that says how full a meter is, from the mail's tag `level`. A mail without one gets the calm disc. */
export function levelDisc({ tags = [] }: EmailRequest) {
  const level = tags.find(({ name }) => name === 'level')?.value ?? 'calm';
  const known: Level = level in DRAWN ? (level as Level) : 'calm';
  return html`<span class="disc ${known}">${raw(`<svg viewBox="0 0 16 16" aria-hidden="true">${DRAWN[known]}</svg>`)}<span class="vh">${WORDS[known]}</span></span>`;
}
