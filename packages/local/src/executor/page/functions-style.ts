const light = `
color-scheme: light; --background: oklch(0.984 0.003 210); --foreground: oklch(0.24 0.024 232); --card: oklch(1 0 0);
--primary: oklch(0.4 0.075 224); --muted: oklch(0.965 0.005 215); --muted-foreground: oklch(0.485 0.022 228);
--accent: oklch(0.95 0.011 214); --border: oklch(0.91 0.007 220); --ring: oklch(0.55 0.1 222); --chart-1: oklch(0.47 0.085 222);
--sidebar: oklch(0.97 0.005 215); --sidebar-foreground: oklch(0.36 0.024 230); --sidebar-accent: oklch(0.93 0.01 216);
--link: oklch(0.43 0.09 224); --meter-exhausted: oklch(0.44 0.165 25); --meter-tick: oklch(0.62 0.016 224);
--status-calm: oklch(0.43 0.06 222); --status-calm-tint: oklch(0.955 0.014 216);
--status-good: oklch(0.46 0.09 165); --status-good-tint: oklch(0.965 0.022 165);
--status-warning: oklch(0.47 0.1 62); --status-warning-tint: oklch(0.972 0.026 85);
--status-exhausted: oklch(0.44 0.165 25); --status-exhausted-tint: oklch(0.957 0.022 22);`;

const dark = `
color-scheme: dark; --background: oklch(0.178 0.013 230); --foreground: oklch(0.935 0.006 212); --card: oklch(0.211 0.015 229);
--primary: oklch(0.8 0.075 208); --muted: oklch(0.25 0.015 228); --muted-foreground: oklch(0.725 0.014 218);
--accent: oklch(0.283 0.022 224); --border: oklch(0.302 0.015 227); --ring: oklch(0.72 0.09 210); --chart-1: oklch(0.73 0.085 211);
--sidebar: oklch(0.196 0.014 230); --sidebar-foreground: oklch(0.8 0.012 216); --sidebar-accent: oklch(0.276 0.018 226);
--link: oklch(0.82 0.075 208); --meter-exhausted: oklch(0.66 0.19 25); --meter-tick: oklch(0.6 0.016 222);
--status-calm: oklch(0.84 0.05 210); --status-calm-tint: oklch(0.275 0.024 222);
--status-good: oklch(0.83 0.09 165); --status-good-tint: oklch(0.268 0.03 168);
--status-warning: oklch(0.86 0.115 82); --status-warning-tint: oklch(0.265 0.026 75);
--status-exhausted: oklch(0.78 0.13 25); --status-exhausted-tint: oklch(0.265 0.038 22);`;

/** The Functions page's stylesheet: the tokens that it uses, then its parts in the order of the page. */
export const functionsStyle = `
:root { --sans: ui-sans-serif, system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; --mono: ui-monospace, "SF Mono", Menlo, Consolas, monospace; ${light} }
@media (prefers-color-scheme: dark) { :root { ${dark} } }
*, *::before, *::after { box-sizing: border-box; }
html { font-family: var(--sans); -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--background); color: var(--foreground); font-size: 14px; line-height: 22px; }
h1, h2, h3, p, ul, ol { margin: 0; padding: 0; } ul, ol { list-style: none; }
h1 { font-size: 20px; line-height: 26px; font-weight: 620; overflow-wrap: anywhere; } h2 { font-size: 14px; line-height: 20px; font-weight: 620; }
a { color: inherit; text-decoration: none; } :focus-visible { outline: 2px solid var(--ring); outline-offset: -2px; border-radius: 5px; }
svg.i { inline-size: 14px; block-size: 14px; flex: none; stroke-width: 2.25; }
.skip { position: absolute; inset-inline-start: -999px; } .skip:focus { inset-inline-start: 12px; inset-block-start: 12px; z-index: 9; background: var(--card); padding: 8px 12px; }
.vh { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.num { font-family: var(--mono); font-variant-numeric: tabular-nums; font-size: 0.94em; } .tab { font-variant-numeric: tabular-nums; }
.muted { color: var(--muted-foreground); } .xs { font-size: 12px; line-height: 16px; } .end { text-align: end; }
.ell { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; min-inline-size: 0; }
.okc { color: var(--status-good); } .noc { color: var(--status-exhausted); } .wac { color: var(--status-warning); }
.badge { display: inline-flex; align-items: center; gap: 5px; padding: 1px 7px; border-radius: 5px; font-size: 12px; line-height: 18px; font-weight: 560; white-space: nowrap; }
.badge.plain { border: 1px solid var(--border); color: var(--muted-foreground); padding-block: 0; }
.badge.calm { background: var(--status-calm-tint); color: var(--status-calm); } .badge.good { background: var(--status-good-tint); color: var(--status-good); }
.badge.warning { background: var(--status-warning-tint); color: var(--status-warning); } .badge.exhausted { background: var(--status-exhausted-tint); color: var(--status-exhausted); }
.live { display: inline-flex; align-items: center; gap: 6px; font-size: 12px; color: var(--muted-foreground); white-space: nowrap; }
.live::before { content: ""; inline-size: 7px; block-size: 7px; border-radius: 50%; background: var(--status-good); } .live.stale::before { background: none; box-shadow: inset 0 0 0 1.5px var(--status-warning); }

.ltop { display: flex; align-items: center; justify-content: space-between; gap: 16px; padding: 0 20px; block-size: 52px; border-block-end: 1px solid var(--border); background: var(--sidebar); }
.brand { display: flex; align-items: center; gap: 8px; font-weight: 640; font-size: 15px; } .brand svg { inline-size: 22px; block-size: 22px; color: var(--primary); }
.ltop nav { display: flex; gap: 2px; } .ltop nav a { padding: 5px 11px; border-radius: 6px; font-size: 13px; font-weight: 500; color: var(--sidebar-foreground); }
.ltop nav a[aria-current] { background: var(--sidebar-accent); color: var(--foreground); font-weight: 600; }

.fx { display: grid; grid-template-columns: 300px 376px minmax(0,1fr); min-block-size: calc(100vh - 52px); }
.fx > section { min-inline-size: 0; border-inline-end: 1px solid var(--border); background: var(--card); } .fx > section.det { border: 0; background: var(--background); }
.colh { display: flex; justify-content: space-between; align-items: center; gap: 8px; padding: 0 16px; block-size: 46px; border-block-end: 1px solid var(--border); }
.empty, .notice { padding: 14px 16px; font-size: 13px; line-height: 20px; color: var(--muted-foreground); overflow-wrap: anywhere; } .notice { border-block-end: 1px solid var(--border); background: var(--status-warning-tint); color: var(--status-warning); }
.fl li a, .fl li.refused, .rl li a { display: grid; gap: 1px 10px; padding: 9px 16px; border-block-end: 1px solid var(--border); font-size: 13px; line-height: 18px; }
.fl li a, .fl li.refused { grid-template-columns: minmax(0,1fr) auto; } .fl small, .rl small { color: var(--muted-foreground); font-size: 12px; line-height: 16px; overflow-wrap: anywhere; } .fl small { grid-column: 1 / -1; } .fl small.num { font-size: 11px; }
.rl li a { grid-template-columns: 16px minmax(0,1fr) auto; align-items: start; } .rl small { grid-column: 2 / -1; } .rl .t { font-weight: 500; } .rl svg.i { margin-block-start: 2px; }
li a:hover, a[aria-current="true"] { background: var(--accent); } a[aria-current="true"] .t { font-weight: 600; }
.seg { display: inline-flex; flex: none; padding: 2px; gap: 2px; border-radius: 7px; background: var(--muted); border: 1px solid var(--border); }
.seg a { padding: 0 10px; border-radius: 5px; font-size: 12px; line-height: 26px; font-weight: 560; color: var(--muted-foreground); white-space: nowrap; } .seg a[aria-current="true"] { background: var(--card); color: var(--foreground); box-shadow: 0 0 0 1px var(--border); }

.det { padding: 18px 24px 28px; display: grid; grid-template-columns: minmax(0,1fr); gap: 16px; align-content: start; } .det > div > p { font-size: 13px; line-height: 20px; margin-block-start: 2px; overflow-wrap: anywhere; }
.card { background: var(--card); border: 1px solid var(--border); border-radius: 10px; min-inline-size: 0; } .card > header { display: flex; align-items: center; gap: 12px; justify-content: space-between; flex-wrap: wrap; padding: 11px 16px; border-block-end: 1px solid var(--border); }
.card h2 { overflow-wrap: anywhere; min-inline-size: 0; } .card h3 { font-size: 12px; line-height: 16px; font-weight: 560; color: var(--muted-foreground); padding: 12px 16px 0; } .pad { padding: 12px 16px; font-size: 13px; }
.tl { padding: 6px 0 10px; } .tl .ax, .tl li a { display: grid; grid-template-columns: 168px minmax(0,1fr) 84px; gap: 12px; align-items: center; }
.tl .ax { padding: 6px 16px; font: 11px/16px var(--mono); color: var(--muted-foreground); } .tl .ax div { display: flex; justify-content: space-between; } .tl li a { padding: 5px 16px; font-size: 13px; line-height: 18px; }
.tl .nm { display: flex; gap: 8px; align-items: center; min-inline-size: 0; } .tl .nm .ell { color: var(--foreground); } .tl .end { white-space: nowrap; font-size: 12px; }
.lane { position: relative; block-size: 14px; background: linear-gradient(to right, var(--border) 1px, transparent 1px) 0 0 / 20% 100%; }
.lane i { position: absolute; block-size: 10px; inset-block-start: 2px; min-inline-size: 3px; max-inline-size: 100%; border-radius: 2px; background: var(--chart-1); }
.lane i.failed { background: repeating-linear-gradient(135deg, var(--meter-exhausted) 0 2px, transparent 2px 4px); box-shadow: inset 0 0 0 1px var(--meter-exhausted); }
.lane i.waiting { block-size: 2px; inset-block-start: 6px; background: none; border-block-start: 2px dotted var(--meter-tick); border-radius: 0; }
.g2 { display: grid; grid-template-columns: repeat(2, minmax(0,1fr)); gap: 16px; align-items: start; }
pre { margin: 0; padding: 12px 16px; font: 12px/18px var(--mono); overflow-x: auto; font-variant-ligatures: none; } pre .k { color: var(--muted-foreground); }
summary { padding: 6px 16px 10px; font-size: 12px; color: var(--muted-foreground); cursor: pointer; }

@media (max-width: 1180px) { .fx { grid-template-columns: 280px minmax(0,1fr); grid-template-rows: auto 1fr; } .fx .det { grid-column: 1 / -1; border-block-start: 1px solid var(--border); } .fl, .rl { max-block-size: 60vh; overflow-y: auto; } }
@media (max-width: 760px) { .ltop { padding: 0 12px 0 16px; } .ltop .badge { display: none; } .ltop nav a { padding: 7px 9px; } .fx { grid-template-columns: minmax(0,1fr); grid-template-rows: none; } .fx > section { border-inline-end: 0; border-block-end: 8px solid var(--muted); }
  .fx .det { padding: 16px; border-block: 0; } .fl, .rl { max-block-size: 250px; } .seg a { line-height: 30px; } .tl .ax, .tl li a { grid-template-columns: 118px minmax(0,1fr) 68px; gap: 8px; padding-inline: 12px; } .tl li a { padding-block: 8px; } .tl .ax div span:not(:first-child, :last-child) { display: none; } .g2 { grid-template-columns: minmax(0,1fr); } }
`;
