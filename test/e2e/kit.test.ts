import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import { newDevice, shot } from './app.js';
import { findings, seriousFindings } from './axe.js';
import { watched } from './watched.js';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => browser.close());

async function openKit(options: BrowserContextOptions = {}): Promise<Page> {
  const page = await (await newDevice(browser, options)).newPage();
  await page.goto('/dev/kit');
  await page.getByRole('heading', { name: 'Parley: the parts' }).waitFor();
  return page;
}

/** All of it at once: the page scrolls inside, and a picture shows what is on the screen. */
async function tall(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: await page.locator('main').evaluate((main) => main.scrollHeight) });
}

describe.each([
  [1440, 'light'],
  [1440, 'dark'],
  [390, 'light'],
  [390, 'dark'],
] as const)('the kit, %i px, %s', (width, colorScheme) => {
  it('axe finds nothing, and nothing is wider than the screen', async () => {
    const page = await openKit({ colorScheme, viewport: { width, height: 900 } });
    expect(await findings(page)).toEqual([]);
    expect(await page.locator('main').evaluate((main) => main.scrollWidth)).toBe(width);
    await tall(page, width);
    await shot(page, `kit-${width}-${colorScheme}`);
    await page.context().close();
  });
});

describe('the kit', () => {
  it('has nothing half way for whoever wants no motion: what is hidden is hidden at once, with all that is in it', async () => {
    const page = await openKit({ reducedMotion: 'reduce' });
    const underWay = await page.locator('main').evaluate((main) => {
      main.style.visibility = 'hidden';
      return main.getAnimations({ subtree: true }).filter((one) => one instanceof CSSTransition).length;
    });
    expect(underWay).toBe(0);
    await page.context().close();
  });

  it('shows everything that can be pressed with its edge in forced colours', async () => {
    const page = await openKit({ forcedColors: 'active' });
    const without = await page
      .locator(
        'input:not([aria-hidden]), select, [role=switch], [role=checkbox], main button:not([aria-label], [role])',
      )
      .evaluateAll((controls) =>
        controls
          .filter((control) => {
            // The frame of a search field is what holds its input.
            const framed = control.matches('[type=search]') ? control.parentElement : control;
            return framed !== null && Number.parseFloat(getComputedStyle(framed).borderTopWidth) < 1;
          })
          .map((control) => control.outerHTML.slice(0, 200)),
      );
    expect(without).toEqual([]);
    await tall(page, 1280);
    await shot(page, 'kit-forced-colours');
    await page.context().close();
  });

  it('is worked by keyboard alone, and never breaks the policy', async () => {
    const context = await newDevice(browser, { viewport: { width: 1440, height: 900 } });
    const notes = await watched(context);
    const page = await context.newPage();
    await page.goto('/dev/kit');
    const light = page.getByRole('region', { name: 'light' });
    await light.waitFor();
    for (const work of [menu, contextMenu, tabs, switches, fields, combobox, splitter, overlays])
      await work(page, light);
    expect(notes.violations).toEqual([]);
    expect(notes.errors).toEqual([]);
    await context.close();
  });

  it('is not kept by the service worker of the chat', async () => {
    const { url } = inject('stack');
    const worker = await (await fetch(`${url}/sw.js`)).text();
    const [kit, chat] = await Promise.all(['/dev/kit', '/'].map(async (place) => (await fetch(url + place)).text()));
    const scriptsOf = (html = ''): string[] => [...html.matchAll(/src="([^"]+\.js)"/g)].map((match) => match[1] ?? '');
    const own = scriptsOf(kit).filter((script) => !worker.includes(script));
    expect(own.length).toBeGreaterThan(0);
    expect(scriptsOf(chat).filter((script) => !worker.includes(script))).toEqual([]);
  });
});

/** A menu has the keys once the focus is in it. */
async function menuOpened(page: Page): Promise<void> {
  await page.locator('[role=menu]:focus-within').waitFor();
}

async function menusClosed(page: Page): Promise<void> {
  await expect.poll(() => page.getByRole('menu').count()).toBe(0);
}

async function menu(page: Page, kit: Locator): Promise<void> {
  const button = kit.getByRole('button', { name: 'More' });
  await button.press('Enter');
  await menuOpened(page);
  await shot(page, 'kit-menu');
  await page.keyboard.press('m');
  await page.getByRole('menuitem', { name: 'Mute' }).and(page.locator(':focus')).waitFor();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('menuitem', { name: 'For 1 hour' }).and(page.locator(':focus')).waitFor();
  await shot(page, 'kit-submenu');
  await page.keyboard.press('Enter');
  await kit.getByText('Chosen: For 1 hour').waitFor();
  await button.and(page.locator(':focus')).waitFor();
  await menusClosed(page);
}

async function contextMenu(page: Page, kit: Locator): Promise<void> {
  const row = kit.getByRole('button', { name: 'Weekly report' });
  await row.press('Shift+F10');
  await menuOpened(page);
  await page.keyboard.press('r');
  await page.getByRole('menuitem', { name: 'Reply' }).and(page.locator(':focus')).waitFor();
  await page.keyboard.press('Enter');
  await kit.getByText('Chosen: Reply').waitFor();
  await row.and(page.locator(':focus')).waitFor();
  await menusClosed(page);
  const box = await row.boundingBox();
  await row.click({ button: 'right', position: { x: 100, y: 20 } });
  await menuOpened(page);
  const opened = await page.getByRole('menu').boundingBox();
  expect(Math.abs((opened?.x ?? 0) - (box?.x ?? 0) - 100)).toBeLessThan(8);
  await shot(page, 'kit-context-menu');
  await page.keyboard.press('Escape');
  await menusClosed(page);
}

async function tabs(page: Page, kit: Locator): Promise<void> {
  await kit.getByRole('tab', { name: 'Files' }).focus();
  await page.keyboard.press('ArrowRight');
  await kit.getByRole('tab', { name: '链接', selected: true }).and(page.locator(':focus')).waitFor();
  await kit.getByRole('tabpanel').getByText('本周的发布').waitFor();
}

async function switches(_page: Page, kit: Locator): Promise<void> {
  await kit.getByRole('switch', { name: 'Read receipts', checked: true }).press('Space');
  await kit.getByRole('switch', { name: 'Read receipts', checked: false }).waitFor();
  await kit.getByRole('checkbox', { name: 'Delete it for everybody', checked: false }).press('Space');
  await kit.getByRole('checkbox', { name: 'Delete it for everybody', checked: true }).waitFor();
}

async function fields(page: Page, kit: Locator): Promise<void> {
  const search = kit.getByRole('searchbox', { name: 'Find a chat' });
  await search.press('Escape');
  expect(await search.inputValue()).toBe('');
  await search.fill('again');
  await kit.getByRole('button', { name: '清空' }).press('Enter');
  expect(await search.inputValue()).toBe('');
  await search.and(page.locator(':focus')).waitFor();
  const zone = kit.getByLabel('Time zone');
  await zone.press('ArrowDown');
  expect(await zone.inputValue()).toBe('Europe/Berlin');
}

async function combobox(page: Page, kit: Locator): Promise<void> {
  const field = kit.getByRole('combobox', { name: 'Find a person' });
  await field.focus();
  await page.keyboard.type('a');
  await page.getByRole('option', { name: 'Ada Byron' }).waitFor();
  await page.keyboard.press('ArrowDown');
  const active = page.locator(`[id="${await field.getAttribute('aria-activedescendant')}"]`);
  const name = (await active.textContent()) ?? '';
  expect(name).not.toBe('');
  await shot(page, 'kit-combobox');
  await page.keyboard.press('Enter');
  await kit.getByText(`Chosen: ${name}`).waitFor();
  await field.fill('nobody at all');
  await page.getByText('Nobody is called “nobody at all”.').waitFor();
  await shot(page, 'kit-combobox-none');
  await page.keyboard.press('Escape');
}

async function splitter(page: Page, kit: Locator): Promise<void> {
  const between = kit.getByRole('separator', { name: 'Width of the list' });
  for (const [key, width] of [
    ['ArrowRight', '196'],
    ['Home', '120'],
    ['ArrowLeft', '120'],
    ['End', '260'],
  ] as const) {
    await between.press(key);
    expect(await between.getAttribute('aria-valuenow')).toBe(width);
  }
  await between.dblclick();
  expect(await between.getAttribute('aria-valuenow')).toBe('180');
  const box = await between.boundingBox();
  await page.mouse.move((box?.x ?? 0) + 0.5, (box?.y ?? 0) + 20);
  await page.mouse.down();
  await page.mouse.move((box?.x ?? 0) + 40.5, (box?.y ?? 0) + 20, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => between.getAttribute('aria-valuenow')).toBe('220');
}

async function overlays(page: Page, kit: Locator): Promise<void> {
  const open = kit.getByRole('button', { name: 'Open a dialog' });
  await open.press('Enter');
  await page.getByRole('dialog').waitFor();
  // That a dialog stands in no landmark is no fault of it.
  expect(await seriousFindings(page)).toEqual([]);
  await shot(page, 'kit-dialog');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await open.and(page.locator(':focus')).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('alertdialog').waitFor();
  await shot(page, 'kit-confirm');
  await page.keyboard.press('Escape');
  await page.getByRole('alertdialog').waitFor({ state: 'detached' });
  await kit.getByRole('button', { name: 'Ask first' }).and(page.locator(':focus')).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await kit.getByRole('link', { name: 'Ada Byron' }).and(page.locator(':focus')).waitFor();
  await page.locator('[data-open]').getByText('用Parley开会').waitFor();
  await shot(page, 'kit-hover-card');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText('The chat is hidden.').waitFor();
  await shot(page, 'kit-toast');
  await page.getByRole('button', { name: 'Bring it back' }).press('Enter');
  await kit.getByText('brought back').waitFor();
  await kit.getByRole('button', { name: 'Hide a chat' }).and(page.locator(':focus')).waitFor();
}
