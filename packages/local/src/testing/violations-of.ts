import axe from 'axe-core';
import type { Page } from 'playwright-core';

/**
 * What keeps people out of a page or a part of it, as axe-core finds it: the rule, and the element as it begins. Looks at
 * what is shown in the page's own frame.
 *
 * @param within a CSS selector.
 */
export async function violationsOf(page: Page, within = 'html'): Promise<string[]> {
  const isThere = await page.evaluate<boolean>("typeof axe === 'object'");
  if (!isThere) await page.evaluate(axe.source);
  const options = { preload: false, iframes: false, resultTypes: ['violations'] };
  const { violations } = await page.evaluate<axe.AxeResults>(
    `axe.run(${JSON.stringify(within)}, ${JSON.stringify(options)})`,
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`));
}
