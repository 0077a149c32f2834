import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import { closeSettings, deviceOf, findPerson, newDevice, openSettings, say, shellKept } from './app.js';
import { newPeople, type Person } from './people.js';

let browser: Browser;
let ada: Person;
let li: Person;
beforeAll(async () => {
  browser = await launchBrowser();
  [ada, li] = await newPeople('Ada Byron', '李雷');
});
afterAll(async () => browser.close());

/** In the page: what giving a text to each of these comes to. */
function attempts(): Record<string, boolean> {
  const does = (act: () => unknown): boolean => {
    try {
      act();
      return true;
    } catch {
      return false;
    }
  };
  const script = (src: string) => () => {
    document.createElement('script').src = src;
  };
  const element = document.createElement('div');
  const { trustedTypes } = globalThis as unknown as {
    trustedTypes: { createPolicy: (name: string, rules: object) => unknown };
  };
  return {
    innerHTML: does(() => (element.innerHTML = '<b>bold</b>')),
    outerHTML: does(() => (document.body.appendChild(element).outerHTML = '<b>bold</b>')),
    insertAdjacentHTML: does(() => element.insertAdjacentHTML('beforeend', '<b>bold</b>')),
    srcdoc: does(() => (document.createElement('iframe').srcdoc = '<b>bold</b>')),
    parser: does(() => new DOMParser().parseFromString('<b>bold</b>', 'text/html')),
    scriptText: does(() => (document.createElement('script').text = 'alert(1)')),
    ownPolicy: does(() => trustedTypes.createPolicy('mine', {})),
    secondDefault: does(() => trustedTypes.createPolicy('default', {})),
    foreignScript: does(script('https://evil.example/x.js')),
    uploadedScript: does(script('/api/v1/files/x.js')),
    climbingScript: does(script('/_next/static/../../api/x.js')),
    codedScript: does(script('/_next/static/%2e%2e/x.js')),
    chunk: does(script('/_next/static/chunks/x.js')),
    worker: does(script('/sw.js')),
  };
}

describe('a text', () => {
  let page: Page;
  beforeAll(async () => {
    // It breaks the policy on purpose, so it is no device that is watched for that.
    page = await (await browser.newContext({ baseURL: inject('stack').url })).newPage();
    await page.goto('/');
    await page.getByLabel('Login').waitFor();
  });

  it('becomes neither markup nor code, and only scripts of this build are fetched', async () => {
    const { chunk, worker, ...others } = await page.evaluate(attempts);
    expect({ chunk, worker }).toEqual({ chunk: true, worker: true });
    expect(Object.entries(others).filter(([, worked]) => worked)).toEqual([]);
  });

  it('is asked for by every page', async () => {
    for (const path of ['/', '/setup', '/c/1', '/settings/devices', '/nowhere']) {
      const answer = await page.request.get(path);
      expect(answer.headers()['content-security-policy']).toContain("require-trusted-types-for 'script'");
    }
  });
});

describe('the app', () => {
  // That it never does what its policy forbids, app.ts looks at after each test of all files.
  it('does everything with it: worker, parts that come later, settings, the kit', async () => {
    const page = await deviceOf(browser, ada);
    await shellKept(page);
    await findPerson(page, li);
    await say(page, 'hello');
    for (const section of [/^Notifications$/, /^Devices$/, /^Appearance$/]) {
      await openSettings(page, section);
      await closeSettings(page);
    }
    await page.keyboard.press('Control+k');
    await page.locator('[role=combobox]:focus').waitFor();
    await page.keyboard.press('Escape');
    await page.reload();
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
  });

  it('shows its other pages', async () => {
    const page = await (await newDevice(browser)).newPage();
    await page.goto('/dev/kit');
    await page.getByRole('heading').first().waitFor();
    await page.goto('/nowhere');
    await page.getByRole('main').getByRole('button').waitFor();
    await page.goto('/setup');
    await page.getByRole('heading').first().waitFor();
  });
});
