import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterEach, expect, inject, vi } from 'vitest';
import { PATIENCE_MS } from '../support/wait.js';
import { breachesOf, complaintsOf } from './complaints.js';
import type { Person } from './people.js';
import { checkout } from './stack.js';

const open = new Map<BrowserContext, readonly string[]>();

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  const pages = [...open.keys()].flatMap((context) => context.pages());
  for (const [index, page] of pages.entries()) await shot(page, `failed-${task.name}-${index}`.replaceAll(/\W+/g, '-'));
});

afterEach(() => {
  expect([...open.values()].flat()).toEqual([]);
});

/** For a device whose requests a test holds up: while a worker takes over a page, some pass by `page.route`. */
export const WITHOUT_WORKER: BrowserContextOptions = { serviceWorkers: 'block' };

/** A browser of its own: cookies, storage, service worker. English, 1280 × 800, unless told otherwise. */
export async function newDevice(browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: inject('stack').url,
    locale: 'en-US',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1280, height: 800 },
    ...options,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  open.set(context, breachesOf(context));
  context.on('close', () => open.delete(context));
  return context;
}

export async function signIn(page: Page, person: Person, place = '/'): Promise<void> {
  const complaints = complaintsOf(page);
  await page.goto(place);
  await page
    .getByLabel(/^(Login|登录名)$/)
    .fill(person.login)
    .catch(async (error: unknown) => {
      const there = await page.locator('body').innerHTML();
      throw new Error(`no sign-in; ${complaints()}; there is: ${there.slice(0, 600)}`, { cause: error });
    });
  await page.getByLabel(/^(Password|密码)$/).fill(person.password);
  await page.keyboard.press('Enter');
  await signedIn(page);
}

/** A new device of this person, signed in. */
export async function deviceOf(browser: Browser, person: Person, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await (await newDevice(browser, options)).newPage();
  await signIn(page, person);
  return page;
}

export async function signedIn(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: /^(Main|主导航)$/ }).waitFor();
}

/** Opens the chat with somebody by keyboard alone. */
export async function findPerson(page: Page, person: Person): Promise<void> {
  await page.keyboard.press('Control+k');
  // Typed before it has the focus, the first letters would go nowhere.
  await page.locator('[role=combobox]:focus').waitFor();
  await page.keyboard.type(person.login);
  // At once: what was typed counts, not what happens to be listed still.
  await page.keyboard.press('Enter');
  await orTell(page, page.getByRole('heading', { name: person.name }).waitFor());
}

/** What was waited for in vain is told with what was there instead; of what fails before the tests of a file no picture is kept. */
export async function orTell<T>(page: Page, waiting: Promise<T>): Promise<T> {
  return waiting.catch(async (error: unknown) => {
    const there = await page.locator('body').innerText();
    // On one line: of an error that is told at the end of a run only the first is.
    const told = `${String(error)} There is: ${there.slice(0, 600)}`.replaceAll(/\s+/g, ' ');
    throw new Error(told, { cause: error });
  });
}

/** A textarea, or the editor that takes its place; what it is filled with is Markdown. */
export function composer(page: Page): Locator {
  const field = page.locator('main textarea, main [role=textbox][aria-multiline=true]');
  return Object.assign(field, {
    fill: async (text: string): Promise<void> => {
      const filled = await field.evaluate(filledAsPlain, text);
      // The editor has just taken its place.
      if (filled === null) return composer(page).fill(text);
      if (filled) return;
      await field.press('ControlOrMeta+a');
      await field.press('Backspace');
      return text === '' ? undefined : paste(field, { 'text/plain': text });
    },
  });
}

/** Looked at and filled in one go: in between the editor may take over, in which a text that is put so is no Markdown. */
function filledAsPlain(element: Element, text: string): boolean | null {
  if (!element.isConnected) return null;
  if (!(element instanceof HTMLTextAreaElement)) return false;
  element.focus();
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set?.call(element, text);
  element.dispatchEvent(new InputEvent('input', { bubbles: true }));
  return true;
}

/** As the clipboard has it, by kind. */
export async function paste(field: Locator, held: Readonly<Record<string, string>>): Promise<void> {
  await field.evaluate((element, data) => {
    const clipboardData = new DataTransfer();
    for (const [kind, text] of Object.entries(data)) clipboardData.setData(kind, text);
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, held);
}

/** What stands in a field that one writes in, whatever it is made of. */
export async function typed(field: Locator): Promise<string> {
  return field.evaluate((element) =>
    element instanceof HTMLTextAreaElement || element instanceof HTMLInputElement
      ? element.value
      : (element.textContent ?? ''),
  );
}

export async function say(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press('Enter');
  await message(page, text).waitFor();
}

/** The newest message with exactly this text in the open chat. */
export function message(page: Page, text: string): Locator {
  return page
    .locator('main article')
    .filter({ has: page.getByText(text, { exact: true }) })
    .last();
}

export function chatRow(page: Page, name: string): Locator {
  return page.getByRole('listitem').filter({ hasText: name }).getByRole('link');
}

const states = ['pending', 'sent', 'delivered', 'read'] as const;

/** Waits until my message has come at least this far. */
export async function reaches(sent: Locator, state: (typeof states)[number]): Promise<void> {
  const enough = states.slice(states.indexOf(state)).map((name) => `[data-state="${name}"]`);
  await sent.and(sent.page().locator(enough.join())).waitFor();
}

/** Until what opens has faded in; what moves for ever, as a skeleton does, is not waited for. */
export async function stoodStill(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
}

/** One part of the settings, from wherever they are opened. */
export async function openSettings(page: Page, section: RegExp): Promise<void> {
  await page.getByRole('button', { name: /^(Settings|设置)$/ }).click();
  await page.getByRole('button', { name: /^(All settings|全部设置)$/ }).click();
  await page.getByRole('link', { name: section }).click();
  await page.getByRole('main', { name: section }).waitFor();
}

export async function closeSettings(page: Page): Promise<void> {
  const back = page.getByRole('button', { name: /^(Back to all settings|返回全部设置)$/ });
  if (await back.isVisible()) await back.click();
  await page.getByRole('button', { name: /^(Close settings|关闭设置)$/ }).click();
  await page.getByRole('navigation', { name: /^(Settings|设置)$/ }).waitFor({ state: 'detached' });
}

/** Kept for people to look at. */
export async function shot(page: Page, name: string): Promise<void> {
  await stoodStill(page);
  const folder = path.join(checkout, 'test-results', 'e2e');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
}

/** Until the service worker has the shell and controls this page. */
export async function shellKept(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.waitForFunction(async () => {
    const [name] = await caches.keys();
    return name !== undefined && (await (await caches.open(name)).match('/')) !== undefined;
  });
}

/** Presses what stands beside a message only while the pointer is on it; the message may move away from under it meanwhile. */
export async function pressBeside(of: Locator, name: string | RegExp): Promise<void> {
  await vi.waitFor(
    async () => {
      await of.hover();
      await of.getByRole('button', { name }).click({ timeout: 1_000 });
    },
    { timeout: PATIENCE_MS },
  );
}

/** A message of this text is in the device's storage: the tab that may write there is known only a while after a page came. */
export async function messageKept(page: Page, text: string): Promise<void> {
  await page.waitForFunction(async (said) => {
    for (const { name = '' } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.addEventListener('success', () => resolve(opening.result));
        opening.addEventListener('error', () => reject(opening.error ?? new Error(name)));
      });
      const rows = await new Promise<unknown[]>((resolve) => {
        if (!db.objectStoreNames.contains('messages')) return resolve([]);
        const asked = db.transaction('messages').objectStore('messages').getAll();
        asked.addEventListener('success', () => resolve(asked.result));
      });
      db.close();
      if (JSON.stringify(rows).includes(said)) return true;
    }
    return false;
  }, text);
}

/** Everything that this origin keeps, as text. */
export async function keptLocally(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const kept: unknown[] = [{ ...localStorage }, { ...sessionStorage }, document.cookie];
    for (const { name } of await indexedDB.databases()) {
      if (name === undefined) continue;
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.addEventListener('success', () => resolve(opening.result));
        opening.addEventListener('error', () => reject(new Error('not opened')));
      });
      for (const table of database.objectStoreNames) {
        const rows = database.transaction(table).objectStore(table).getAll();
        kept.push(await new Promise((resolve) => rows.addEventListener('success', () => resolve(rows.result))));
      }
      database.close();
    }
    return JSON.stringify(kept);
  });
}
