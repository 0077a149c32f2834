import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { newDevice, signIn, stoodStill } from '../e2e/app.js';
import { seriousFindings } from '../e2e/axe.js';
import { checkout } from '../e2e/stack.js';
import { launchBrowser } from '../support/browser.js';
import { clientOf } from './life.js';
import { IN_BUBBLES, type Scene, type Screen, SCREENS } from './screens.js';

const SIZES = [
  [1440, 900],
  [1024, 768],
  [390, 844],
] as const;
const STEP_MS = 15_000;
/** Those of the README, by the names of their files. */
const CHOSEN: Readonly<Record<string, string>> = {
  'thread-1440-light-en': 'thread.webp',
  'bubbles-direct-1440-dark-zh': 'bubbles.webp',
  'direct-details-1440-light-zh': 'details.webp',
  'switcher-1440-dark-en': 'switcher.webp',
};

const cases = SIZES.flatMap(([width, height]) =>
  (['light', 'dark'] as const).flatMap((theme) =>
    (['zh', 'en'] as const).map((language) => ({ width, height, theme, language })),
  ),
);

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => browser.close());

describe.each(cases)('every screen, $width $theme $language', ({ width, height, theme, language }) => {
  const login = inject('logins')[language === 'zh' ? 0 : 1];
  let context: BrowserContext;
  let scene: Scene;
  beforeAll(async () => {
    context = await newDevice(browser, {
      viewport: { width, height },
      colorScheme: theme,
      locale: language === 'zh' ? 'zh-CN' : 'en-US',
      hasTouch: width === 390,
      isMobile: width === 390,
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(STEP_MS);
    scene = { page: await context.newPage(), language, phone: width === 390 };
  });
  afterAll(async () => context.close());

  const named = (name: string): string => `${name}-${width}-${theme}-${language}`;

  it('before anybody is signed in', async () => {
    await scene.page.goto('/');
    await scene.page.getByLabel(/^(Login|登录名)$/).waitFor();
    await keep(scene.page, named('sign-in'));
    await signIn(scene.page, { ...login, name: '' });
  });

  it('in rows', async () => {
    expect(await takeAll(scene, SCREENS, named)).toEqual([]);
  });

  it('in bubbles', async () => {
    const client = await clientOf(inject('stack').url, login);
    client.setPreferences({ layout: 'bubbles' });
    await scene.page.goto('/');
    await scene.page.waitForFunction(() => localStorage.getItem('parley.preferences')?.includes('bubbles'));
    expect(await takeAll(scene, IN_BUBBLES, named)).toEqual([]);
    client.setPreferences({ layout: 'rows' });
    await scene.page.waitForFunction(() => localStorage.getItem('parley.preferences')?.includes('bubbles') === false);
    await client.stop();
  });

  it('at twice the size', async () => {
    // As narrow as it has to work at.
    await scene.page.setViewportSize({ width: Math.max(320, width / 2), height: height / 2 });
    expect(await takeAll(scene, SCREENS.slice(0, 3), (name) => named(`${name}-twice`))).toEqual([]);
  });
});

/** Those that could not be taken, with why, and those that not everybody can use, with what axe says: the others are. */
async function takeAll(scene: Scene, screens: readonly Screen[], named: (name: string) => string): Promise<string[]> {
  const failed: string[] = [];
  for (const [name, open, leave] of screens) {
    await scene.page.goto('/');
    try {
      await open(scene);
    } catch (error) {
      failed.push(`${named(name)}: ${String(error).slice(0, 600)}`);
    }
    await keep(scene.page, named(name));
    const findings = await seriousFindings(scene.page);
    if (findings.length > 0) failed.push(`${named(name)}: ${JSON.stringify(findings).slice(0, 600)}`);
    await leave?.(scene);
  }
  return failed;
}

async function keep(page: Page, name: string): Promise<void> {
  // What is still on its way is no screen of ours, unless it never comes.
  await page.waitForFunction(() => document.querySelector('.animate-skeleton') === null).catch(() => undefined);
  await stoodStill(page);
  const folder = path.join(checkout, 'test-results', 'shots');
  mkdirSync(folder, { recursive: true });
  const picture = await page.screenshot({ path: path.join(folder, `${name}.png`) });
  const chosen = CHOSEN[name];
  if (chosen !== undefined) writeFileSync(path.join(checkout, 'docs', 'images', chosen), await asWebp(page, picture));
}

/** A third of the size, and nothing of it can be seen to be gone. */
async function asWebp(page: Page, picture: Buffer): Promise<Buffer> {
  const blank = await page.context().browser()?.newPage();
  if (blank === undefined) throw new Error('no browser');
  const url = await blank.evaluate(
    async (source) => {
      const image = new Image();
      image.src = source;
      await image.decode();
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [image.width, image.height];
      canvas.getContext('2d')?.drawImage(image, 0, 0);
      return canvas.toDataURL('image/webp', 0.92);
    },
    `data:image/png;base64,${picture.toString('base64')}`,
  );
  await blank.close();
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
}
