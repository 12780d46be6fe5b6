import { pageStyle } from '../../pages/page-style.ts';

/** Tokens of the design that only this page uses, by its names. */
const light = `
--chart-1: oklch(0.47 0.085 222); --meter-exhausted: oklch(0.44 0.165 25); --meter-tick: oklch(0.62 0.016 224);
--status-calm-tint: oklch(0.955 0.014 216); --status-warning-tint: oklch(0.972 0.026 85); --status-exhausted-tint: oklch(0.957 0.022 22);`;

const dark = `
--chart-1: oklch(0.73 0.085 211); --meter-exhausted: oklch(0.66 0.19 25); --meter-tick: oklch(0.6 0.016 222);
--status-calm-tint: oklch(0.275 0.024 222); --status-warning-tint: oklch(0.265 0.026 75); --status-exhausted-tint: oklch(0.265 0.038 22);`;

/** The Functions page's stylesheet: what all pages of the local stack stand on, then its parts in the order of the page. */
export const functionsStyle = `${pageStyle}
:root { ${light} }
@media (prefers-color-scheme: dark) { :root { ${dark} } }
h3, ol { margin: 0; padding: 0; } ol { list-style: none; } .fx a { color: inherit; text-decoration: none; } .fx :focus-visible { outline-offset: -2px; }
svg.i { inline-size: 14px; block-size: 14px; flex: none; stroke-width: 2.25; }
.muted { color: var(--muted-foreground); } .xs { font-size: 12px; line-height: 16px; } .end { text-align: end; }
.okc { color: var(--status-good); } .noc { color: var(--status-exhausted); } .wac { color: var(--status-warning); }
.badge { white-space: nowrap; } .badge.calm { background: var(--status-calm-tint); color: var(--status-calm); }
.badge.warning { background: var(--status-warning-tint); color: var(--status-warning); } .badge.exhausted { background: var(--status-exhausted-tint); color: var(--status-exhausted); }

.fx { display: grid; grid-template-columns: 300px 376px minmax(0,1fr); min-block-size: calc(100vh - 52px); }
.fx > section { min-inline-size: 0; border-inline-end: 1px solid var(--border); background: var(--card); } .fx > section.det { border: 0; background: var(--background); }
.colh { display: flex; justify-content: space-between; align-items: center; gap: 8px; padding: 0 16px; block-size: 46px; border-block-end: 1px solid var(--border); }
.empty, .notice { padding: 14px 16px; font-size: 13px; line-height: 20px; color: var(--muted-foreground); overflow-wrap: anywhere; } .notice { border-block-end: 1px solid var(--border); background: var(--status-warning-tint); color: var(--status-warning); }
.fl li a, .fl li.refused, .rl li a { display: grid; gap: 1px 10px; padding: 9px 16px; border-block-end: 1px solid var(--border); font-size: 13px; line-height: 18px; }
.fl li a, .fl li.refused { grid-template-columns: minmax(0,1fr) auto; } .fl small, .rl small { color: var(--muted-foreground); font-size: 12px; line-height: 16px; overflow-wrap: anywhere; } .fl small { grid-column: 1 / -1; } .fl small.num { font-size: 11px; }
.rl li a { grid-template-columns: 16px minmax(0,1fr) auto; align-items: start; } .rl small { grid-column: 2 / -1; } .rl .t { font-weight: 500; } .rl svg.i { margin-block-start: 2px; }
li a:hover, a[aria-current="true"] { background: var(--accent); } a[aria-current="true"] .t { font-weight: 600; }
.seg { flex: none; }
.fx .seg a { padding: 0 10px; border-radius: 5px; font-size: 12px; line-height: 26px; font-weight: 560; color: var(--muted-foreground); white-space: nowrap; } .fx .seg a[aria-current="true"] { background: var(--card); color: var(--foreground); box-shadow: 0 0 0 1px var(--border); }

.det { padding: 18px 24px 28px; display: grid; grid-template-columns: minmax(0,1fr); gap: 16px; align-content: start; } .det > div > p { font-size: 13px; line-height: 20px; margin-block-start: 2px; overflow-wrap: anywhere; }
.card { background: var(--card); border: 1px solid var(--border); border-radius: 10px; min-inline-size: 0; } .card > header { display: flex; align-items: center; gap: 12px; justify-content: space-between; flex-wrap: wrap; padding: 11px 16px; border-block-end: 1px solid var(--border); }
.card h2 { overflow-wrap: anywhere; min-inline-size: 0; } .card h3 { font-size: 12px; line-height: 16px; font-weight: 560; color: var(--muted-foreground); padding: 12px 16px 0; } .pad { padding: 12px 16px; font-size: 13px; }
.tl { padding: 6px 0 10px; } .tl .ax, .tl li a { display: grid; grid-template-columns: 168px minmax(0,1fr) 84px; gap: 12px; align-items: center; }
.tl .ax { padding: 6px 16px; font: 11px/16px var(--font-mono); color: var(--muted-foreground); } .tl .ax div { display: flex; justify-content: space-between; } .tl li a { padding: 5px 16px; font-size: 13px; line-height: 18px; }
.tl .nm { display: flex; gap: 8px; align-items: center; min-inline-size: 0; } .tl .nm .ell { color: var(--foreground); } .tl .end { white-space: nowrap; font-size: 12px; }
.lane { position: relative; block-size: 14px; background: linear-gradient(to right, var(--border) 1px, transparent 1px) 0 0 / 20% 100%; }
.lane i { position: absolute; block-size: 10px; inset-block-start: 2px; min-inline-size: 3px; max-inline-size: 100%; border-radius: 2px; background: var(--chart-1); }
.lane i.failed { background: repeating-linear-gradient(135deg, var(--meter-exhausted) 0 2px, transparent 2px 4px); box-shadow: inset 0 0 0 1px var(--meter-exhausted); }
.lane i.waiting { block-size: 2px; inset-block-start: 6px; background: none; border-block-start: 2px dotted var(--meter-tick); border-radius: 0; }
.g2 { display: grid; grid-template-columns: repeat(2, minmax(0,1fr)); gap: 16px; align-items: start; }
pre { margin: 0; padding: 12px 16px; font: 12px/18px var(--font-mono); white-space: pre-wrap; overflow-wrap: anywhere; font-variant-ligatures: none; } pre .k { color: var(--muted-foreground); }
summary { padding: 6px 16px 10px; font-size: 12px; color: var(--muted-foreground); cursor: pointer; }

@media (min-width: 1181px) and (max-width: 1500px) { .g2 { grid-template-columns: minmax(0,1fr); } }
@media (max-width: 1180px) { .fx { grid-template-columns: 280px minmax(0,1fr); grid-template-rows: auto 1fr; } .fx .det { grid-column: 1 / -1; border-block-start: 1px solid var(--border); } .fl, .rl { max-block-size: 60vh; overflow-y: auto; } }
@media (max-width: 760px) { .fx { grid-template-columns: minmax(0,1fr); grid-template-rows: none; } .fx > section { border-inline-end: 0; border-block-end: 8px solid var(--muted); }
  .fx .det { padding: 16px; border-block: 0; } .fl, .rl { max-block-size: 250px; } .fx .seg a { line-height: 30px; } .tl .ax, .tl li a { grid-template-columns: 118px minmax(0,1fr) 68px; gap: 8px; padding-inline: 12px; } .tl li a { padding-block: 8px; } .tl .ax div span:not(:first-child, :last-child) { display: none; } .g2 { grid-template-columns: minmax(0,1fr); } }
`;
