import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

type Fragment = HtmlEscapedString | Promise<HtmlEscapedString>;

/** Addresses of the local stack's other parts, where they run. */
export type PageLinks = { readonly app?: string; readonly mailbox?: string; readonly functions?: string };

export type PageShell = {
  /** The name of the page, as in the bar at the top. */
  name: 'Mailbox' | 'Functions';
  links: PageLinks;
  /** Addresses of its own style and script. */
  style: string;
  script: string;
  main: Fragment;
};

const brand = raw(
  '<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="7" fill="none" stroke="currentColor" stroke-width="2.25"/><path d="M1 12h22" stroke="currentColor" stroke-width="2.25"/></svg>',
);

/** A whole page of the local stack around its main part. It follows the system's light or dark. */
export function pageShell({ name, links, style, script, main }: PageShell): Fragment {
  const barLink = (label: string, href: string | undefined) => {
    if (label === name) return html`<a href="/" aria-current="page">${label}</a>`;
    return href === undefined ? '' : html`<a href="${href}">${label}</a>`;
  };
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${name} · Local stack</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${style}">
<script src="${script}" defer></script>
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header class="ltop"><div class="brand">${brand}Plimsoll <span class="badge plain">Local stack</span></div>
<nav aria-label="Local stack">${barLink('App', links.app)}${barLink('Mailbox', links.mailbox)}${barLink('Functions', links.functions)}</nav></header>
${main}
</body>
</html>`;
}
