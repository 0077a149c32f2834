import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { hasApt, installPackages, unpackPackages } from '../apt.js';
import { Failure, messageOf } from '../bootstrap/failure.js';
import { step, type Reporter } from '../bootstrap/progress.js';
import { checkout, toolsDir } from '../bootstrap/run-tool.js';
import { childEnv } from '../settings-env.js';

const SYSTEM_BROWSER = '/usr/bin/chromium';
/** Without them, Chinese and emoji are boxes in every screenshot. */
const FONTS = ['fonts-noto-cjk', 'fonts-noto-color-emoji'];

/**
 * Brings Chromium and its fonts, and returns the environment that the end-to-end tests find them by. As root on Debian:
 * the distribution's; otherwise the headless Chromium inside an npm package, and fonts that are only unpacked.
 */
export async function prepareBrowser(reporter: Reporter): Promise<Record<string, string>> {
  if (process.getuid?.() === 0 && hasApt()) {
    const missing = [...(existsSync(SYSTEM_BROWSER) ? [] : ['chromium']), ...(hasSystemFonts() ? [] : FONTS)];
    if (missing.length > 0) await step(reporter, 'install Chromium', () => installPackages(missing));
  }
  const browser = existsSync(SYSTEM_BROWSER) ? SYSTEM_BROWSER : await step(reporter, 'unpack Chromium', packedBrowser);
  return { PARLEY_TEST_BROWSER: browser, ...(await fontEnv(reporter)) };
}

/** In our own folder: in the common /tmp, another user's copy would be taken, or not be allowed. */
async function packedBrowser(): Promise<string> {
  const folder = join(toolsDir, 'chromium');
  mkdirSync(folder, { recursive: true });
  const script = `import chromium from '@sparticuz/chromium'; process.stdout.write(await chromium.executablePath());`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: join(checkout, 'test'),
    encoding: 'utf8',
    env: childEnv({ TMPDIR: folder }),
  });
  if (!existsSync(stdout)) {
    throw new Failure('the packed Chromium could not be unpacked', stderr.trim().split('\n').slice(-10));
  }
  return stdout;
}

async function fontEnv(reporter: Reporter): Promise<Record<string, string>> {
  if (hasSystemFonts()) return {};
  const folder = join(toolsDir, 'fonts');
  if (!existsSync(folder) && hasApt()) {
    try {
      await step(reporter, 'fetch fonts', () => unpackPackages('fonts', () => FONTS));
    } catch (error) {
      reporter.line(`no fonts for Chinese and emoji: the screenshots will show boxes (${messageOf(error)})`);
    }
  }
  return existsSync(folder) ? { FONTCONFIG_FILE: writeFontConfig(folder) } : {};
}

function writeFontConfig(folder: string): string {
  const cache = join(folder, 'cache');
  mkdirSync(cache, { recursive: true });
  const path = join(folder, 'fonts.conf');
  const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const dirs = ['/usr/share/fonts', join(folder, 'usr/share/fonts')].map((dir) => `<dir>${escaped(dir)}</dir>`);
  writeFileSync(
    path,
    `<?xml version="1.0"?>\n<fontconfig>${dirs.join('')}<cachedir>${escaped(cache)}</cachedir></fontconfig>\n`,
  );
  return path;
}

function hasSystemFonts(): boolean {
  const root = '/usr/share/fonts';
  if (!existsSync(root)) return false;
  const files = readdirSync(root, { recursive: true }).map(String);
  return files.some((file) => /NotoSansCJK/i.test(file)) && files.some((file) => /NotoColorEmoji/i.test(file));
}
