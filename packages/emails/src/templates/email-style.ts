import type { NoticeEmail } from '../notice-email.ts';

/** The colours in light, written on each element: many mail programs drop the style sheet. */
export const light = {
  ground: '#f3f6f7',
  card: '#ffffff',
  edge: '#dfe5e8',
  text: '#16242c',
  muted: '#55646c',
  accent: '#00536b',
  onAccent: '#ffffff',
  used: '#116a82',
  track: '#e4eaec',
  line: '#16242c',
};

/** The colour of a state, in light and in dark. */
export const levelColour: Record<NoticeEmail['level'], { light: string; dark: string }> = {
  warning: { light: '#8a5200', dark: '#e6b04a' },
  critical: { light: '#a63a0a', dark: '#f08a5b' },
  reached: { light: '#8f1722', dark: '#ef7f78' },
};

export const font = "-apple-system, 'Segoe UI', 'Helvetica Neue', Helvetica, Arial, sans-serif";

/** What can't be written on an element: narrow screens and the dark theme. No quotes: React would escape them. */
export function emailStyle(level: NoticeEmail['level']): string {
  const { dark } = levelColour[level];
  return `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (max-width: 620px) {
.pad { padding-left: 20px !important; padding-right: 20px !important; } .wrap { padding: 0 !important; }
.card { border-radius: 0 !important; border-left: 0 !important; border-right: 0 !important; }
.col { display: block !important; width: 100% !important; padding: 12px 0 0 !important; }
.btn { display: block !important; text-align: center; } }
@media (prefers-color-scheme: dark) {
.bg { background: #0c1418 !important; } .card { background: #131d22 !important; border-color: #26343b !important; }
.t { color: #e8eef0 !important; } .m { color: #a3b1b8 !important; } .a { color: #7cc7da !important; }
.hr { border-color: #26343b !important; } .btn { background: #7cc7da !important; color: #0b1a20 !important; }
.used { background: #5fb0c6 !important; } .trk { background: #26343b !important; } .ln { background: #eef3f4 !important; }
.hot { background: ${dark} !important; } .sv { color: ${dark} !important; } }`;
}
