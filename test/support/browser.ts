import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const SYSTEM = '/usr/bin/chromium';

/**
 * The browser of the end-to-end tests: what the test runner found, Debian's, or the one inside an npm package. Nothing
 * is downloaded. Inside containers there is no user namespace for Chromium's own sandbox.
 */
export async function launchBrowser(...more: string[]): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-dev-shm-usage', ...more];
  return chromium.launch({ executablePath: await browserPath(), args });
}

async function browserPath(): Promise<string> {
  const given = process.env['PARLEY_TEST_BROWSER'];
  if (given !== undefined && given !== '') return given;
  if (existsSync(SYSTEM)) return SYSTEM;
  const packed = await import('@sparticuz/chromium');
  return packed.default.executablePath();
}
