/** The browser of ./parley bench web: a job on standard input, what was measured on standard output, what it is at on standard error. */
import { json } from 'node:stream/consumers';
import { launchBrowser } from '../../support/browser.ts';
import { installProbe } from './in-page.ts';
import type { WebJob, WebResult } from './job.ts';
import { Measures } from './measures.ts';
import { Writer } from './writer.ts';

const job = (await json(process.stdin)) as WebJob;
const PATIENCE_MS = 120_000;

/** With the browser's own bars a page of 1,440 × 900. */
const browser = await launchBrowser('--window-size=1440,987');
try {
  const context = await browser.newContext({
    locale: 'en-US',
    timezoneId: 'Asia/Shanghai',
    // A real window: in an emulated one Chromium tells of a key that changes little as drawn only once more than that is.
    viewport: null,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  await context.addInitScript(installProbe);
  await signIn();
  const measures = new Measures(job, context, new Writer(job));
  const result: WebResult = {
    firstPaint: await at('opening from what is on the device', () => measures.firstPaint()),
    ...(await at('opening with nothing on the device', () => measures.cold())),
    switches: await at('switching chats', () => measures.switches()),
    ...(await at('typing while messages arrive', () => measures.keys())),
    ...(await at('scrolling', () => measures.frames())),
    burst: await at('many at once', () => measures.burst()),
    heap: await at('an hour of use', () => measures.heap()),
  };
  process.stdout.write(JSON.stringify(result));

  async function signIn(): Promise<void> {
    const page = await context.newPage();
    await page.goto(job.url);
    await page.getByLabel('Login').fill(job.login);
    await page.getByLabel('Password').fill(job.password);
    await page.keyboard.press('Enter');
    await page.locator(`li[data-row][aria-setsize="${job.conversations}"]`).first().waitFor();
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await page.waitForTimeout(5_000);
    await page.close();
  }
} finally {
  await browser.close();
}

async function at<T>(what: string, work: () => Promise<T>): Promise<T> {
  process.stderr.write(`      ${what}\n`);
  return work();
}
