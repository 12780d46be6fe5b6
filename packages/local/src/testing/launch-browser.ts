import { type Browser, chromium } from 'playwright-core';
import { unpackChromium } from './unpack-chromium.ts';

/**
 * Launches a headless browser for tests: on Linux x64 the Chromium that comes from npm, elsewhere the installed Chrome.
 * The caller closes it.
 *
 * @throws where there is neither.
 */
export async function launchBrowser(): Promise<Browser> {
  if (process.platform === 'linux' && process.arch === 'x64') {
    const { executablePath, env } = await unpackChromium();
    // Chromium's sandbox can't start as root, nor where user namespaces are switched off. Only our own pages are opened.
    return chromium.launch({
      executablePath,
      env: { ...process.env, ...env },
      args: ['--no-sandbox', '--no-zygote', '--font-render-hinting=none', '--hide-scrollbars'],
    });
  }
  try {
    return await chromium.launch({ channel: 'chrome' });
  } catch (cause) {
    throw new Error('No browser for tests here: off Linux x64 they need Google Chrome to be installed.', { cause });
  }
}
