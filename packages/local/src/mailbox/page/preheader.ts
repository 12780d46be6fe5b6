import type { EmailRequest } from '../email-request.ts';

const SHOWN_LENGTH = 140;

/** What a mail program shows after the subject: the hidden first lines of the HTML, or else the beginning of the text. */
export function preheader({ html = '', text = '' }: EmailRequest): string {
  const hidden = /<div[^>]*display:\s*none[^>]*>([\s\S]*?)<\/?div/.exec(html)?.[1];
  const words = hidden === undefined ? text : decode(hidden.replace(/<[^>]*>/g, ''));
  return words
    .replace(/[\s\p{Cf}]+/gu, ' ')
    .trim()
    .slice(0, SHOWN_LENGTH);
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0' };

function decode(html: string): string {
  return html.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    if (decimal) return String.fromCodePoint(Number(decimal));
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    return ENTITIES[name] ?? whole;
  });
}
