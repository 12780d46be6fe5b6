/** The tokens of the design that pages of the local stack use, by its names. */
const light = `
color-scheme: light; --background: oklch(0.984 0.003 210); --foreground: oklch(0.24 0.024 232); --card: oklch(1 0 0);
--primary: oklch(0.4 0.075 224); --secondary: oklch(0.955 0.006 215); --secondary-foreground: oklch(0.28 0.026 230);
--muted: oklch(0.965 0.005 215); --muted-foreground: oklch(0.485 0.022 228); --accent: oklch(0.95 0.011 214);
--border: oklch(0.91 0.007 220); --input: oklch(0.64 0.016 224); --ring: oklch(0.55 0.1 222);
--sidebar: oklch(0.97 0.005 215); --sidebar-foreground: oklch(0.36 0.024 230); --sidebar-accent: oklch(0.93 0.01 216);
--sidebar-accent-foreground: oklch(0.24 0.024 232); --link: oklch(0.43 0.09 224); --status-calm: oklch(0.43 0.06 222);
--status-warning: oklch(0.47 0.1 62);
--status-critical: oklch(0.49 0.165 36); --status-exhausted: oklch(0.44 0.165 25);
--status-good: oklch(0.46 0.09 165); --status-good-tint: oklch(0.965 0.022 165);`;

const dark = `
color-scheme: dark; --background: oklch(0.178 0.013 230); --foreground: oklch(0.935 0.006 212); --card: oklch(0.211 0.015 229);
--primary: oklch(0.8 0.075 208); --secondary: oklch(0.278 0.017 227); --secondary-foreground: oklch(0.93 0.006 212);
--muted: oklch(0.25 0.015 228); --muted-foreground: oklch(0.725 0.014 218); --accent: oklch(0.283 0.022 224);
--border: oklch(0.302 0.015 227); --input: oklch(0.53 0.018 224); --ring: oklch(0.72 0.09 210);
--sidebar: oklch(0.196 0.014 230); --sidebar-foreground: oklch(0.8 0.012 216); --sidebar-accent: oklch(0.276 0.018 226);
--sidebar-accent-foreground: oklch(0.95 0.006 212); --link: oklch(0.82 0.075 208); --status-calm: oklch(0.84 0.05 210);
--status-warning: oklch(0.86 0.115 82);
--status-critical: oklch(0.81 0.125 47); --status-exhausted: oklch(0.78 0.13 25);
--status-good: oklch(0.83 0.09 165); --status-good-tint: oklch(0.268 0.03 168);`;

/** What every page of the local stack stands on: tokens, type, the bar at the top and the small parts. */
export const pageStyle = `
:root { --font-sans: ui-sans-serif, system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif;
--font-mono: ui-monospace, "SF Mono", Menlo, Consolas, monospace; ${light} }
@media (prefers-color-scheme: dark) { :root { ${dark} } }
*, *::before, *::after { box-sizing: border-box; }
html { font-family: var(--font-sans); -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--background); color: var(--foreground); font-size: 14px; line-height: 22px; }
h1, h2, p, ul, dl, dd { margin: 0; padding: 0; } ul { list-style: none; } [hidden] { display: none !important; }
h1 { font-size: 20px; line-height: 26px; font-weight: 620; letter-spacing: -0.012em; text-wrap: balance; overflow-wrap: anywhere; }
h2 { font-size: 14px; line-height: 20px; font-weight: 640; }
a { color: var(--link); text-underline-offset: 3px; } button, input, select { font: inherit; color: inherit; }
:focus-visible { outline: 2px solid var(--ring); outline-offset: 2px; border-radius: 5px; }
.skip { position: absolute; inset-inline-start: -999px; }
.skip:focus { inset-inline-start: 12px; inset-block-start: 12px; z-index: 9; background: var(--card); padding: 8px 12px; }
.vh { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.num { font-family: var(--font-mono); font-size: 0.94em; letter-spacing: -0.015em; } .tab { font-variant-numeric: tabular-nums; }
.ell { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; min-inline-size: 0; }
.row { display: flex; align-items: center; justify-content: space-between; gap: 8px; flex-wrap: wrap; }
.input { inline-size: 100%; block-size: 34px; padding: 0 11px; border: 1px solid var(--input); border-radius: 7px; background: var(--card); font-size: 13px; }
::placeholder { color: var(--muted-foreground); opacity: 1; }
.seg { display: inline-flex; padding: 2px; gap: 2px; border-radius: 7px; background: var(--muted); border: 1px solid var(--border); }
.seg button { border: 0; background: none; padding: 0 10px; block-size: 28px; border-radius: 5px; font-size: 12px; font-weight: 560; color: var(--muted-foreground); cursor: pointer; white-space: nowrap; }
.seg button[aria-pressed="true"] { background: var(--card); color: var(--foreground); box-shadow: 0 0 0 1px var(--border); }
.badge { display: inline-flex; align-items: center; gap: 5px; padding: 1px 7px; border-radius: 5px; font-size: 12px; line-height: 18px; font-weight: 560; background: var(--secondary); color: var(--secondary-foreground); }
.badge.plain { background: none; border: 1px solid var(--border); color: var(--muted-foreground); padding-block: 0; }
.badge.good { background: var(--status-good-tint); color: var(--status-good); }
.live { display: inline-flex; align-items: center; gap: 6px; font-size: 12px; color: var(--muted-foreground); white-space: nowrap; }
.live::before { content: ""; inline-size: 7px; block-size: 7px; border-radius: 50%; background: var(--status-good); }
.live.stale::before { background: none; box-shadow: inset 0 0 0 1.5px var(--status-warning); }
.ltop { display: flex; align-items: center; justify-content: space-between; gap: 16px; padding: 0 20px; block-size: 52px; border-block-end: 1px solid var(--border); background: var(--sidebar); }
.brand { display: flex; align-items: center; gap: 8px; font-weight: 640; font-size: 15px; letter-spacing: -0.01em; }
.brand svg { inline-size: 22px; block-size: 22px; color: var(--primary); }
.ltop nav { display: flex; gap: 2px; }
.ltop nav a { padding: 6px 11px; border-radius: 6px; font-size: 13px; font-weight: 500; color: var(--sidebar-foreground); text-decoration: none; }
.ltop nav a[aria-current] { background: var(--sidebar-accent); color: var(--sidebar-accent-foreground); font-weight: 600; }
@media (max-width: 760px) { .ltop { padding: 0 12px 0 16px; } .ltop .badge { display: none; } .ltop nav a { padding: 7px 9px; }
.seg button { block-size: 34px; } .input { block-size: 40px; } }
`;
