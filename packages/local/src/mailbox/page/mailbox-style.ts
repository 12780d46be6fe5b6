/** The mailbox's own parts: the list at the start, the mail beside it. */
export const mailboxStyle = `
.mb { display: grid; grid-template-columns: 408px minmax(0, 1fr); min-block-size: calc(100vh - 52px); }
.ml { border-inline-end: 1px solid var(--border); background: var(--card); }
.ml .head { padding: 12px 16px; border-block-end: 1px solid var(--border); display: grid; gap: 10px; }
.ml .mode { font-size: 12px; color: var(--muted-foreground); }
.ml .mode select { block-size: 28px; border: 1px solid var(--input); border-radius: 6px; background: var(--card); padding: 0 4px; font-size: 12px; color: var(--foreground); }
.ml li a { display: grid; grid-template-columns: 18px minmax(0, 1fr) auto; gap: 1px 10px; padding: 11px 16px; border-block-end: 1px solid var(--border); color: inherit; text-decoration: none; font-size: 13px; line-height: 18px; }
.ml li a:focus-visible { outline-offset: -2px; }
.ml li a[aria-current] { background: var(--accent); box-shadow: inset 3px 0 0 var(--primary); --glyph-gap: var(--accent); }
[dir="rtl"] .ml li a[aria-current] { box-shadow: inset -3px 0 0 var(--primary); }
.ml .sj { font-weight: 600; } .ml time { color: var(--muted-foreground); font-size: 12px; }
.ml li p { grid-column: 2 / -1; color: var(--muted-foreground); font-size: 12px; line-height: 17px; }
.disc { display: inline-flex; margin-block-start: 1px; } .disc svg { inline-size: 16px; block-size: 16px; overflow: visible; }
.disc.calm { color: var(--status-calm); } .disc.warning { color: var(--status-warning); }
.disc.critical { color: var(--status-critical); } .disc.reached { color: var(--status-exhausted); }
.empty { padding: 24px 16px; display: grid; gap: 8px; color: var(--muted-foreground); font-size: 13px; line-height: 20px; }
.empty b { color: var(--foreground); } .empty code { font-family: var(--font-mono); font-size: 12px; color: var(--foreground); overflow-wrap: anywhere; }
.rd { padding: 20px 24px 28px; display: grid; gap: 14px; align-content: start; min-inline-size: 0; }
.rd .env { display: grid; grid-template-columns: 76px minmax(0, 1fr); gap: 2px 12px; font-size: 13px; line-height: 20px; }
.rd .env dt { color: var(--muted-foreground); } .rd .env dd { overflow-wrap: anywhere; }
.frame { inline-size: 100%; block-size: 870px; border: 1px solid var(--border); border-radius: 10px; background: var(--card); display: block; }
.frame.narrow { inline-size: min(392px, 100%); justify-self: center; }
.rd pre { margin: 0; padding: 16px; border: 1px solid var(--border); border-radius: 10px; background: var(--card); font-family: var(--font-mono); font-size: 12px; line-height: 18px; white-space: pre-wrap; overflow-wrap: anywhere; }
.back { display: none; }
@media (max-width: 760px) { .mb { grid-template-columns: minmax(0, 1fr); align-content: start; } .ml { border: 0; }
.mb.chosen .ml { display: none; } .mb:not(.chosen) .rd { display: none; } .rd { padding: 16px; }
.back { display: inline-block; justify-self: start; padding: 6px 0; } .frame { block-size: 1120px; } .rd #widths { display: none; } .ml .mode select { block-size: 34px; } }
`;
