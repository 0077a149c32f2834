import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import { pressFirstRow, stopFrames, switchTo, watchFrames, whenDrawn } from './in-page.ts';
import type { WebJob, WebResult } from './job.ts';
import type { Writer } from './writer.ts';

const OPENINGS = 10;
const COLD_OPENINGS = 5;
const SWITCHES = 100;
const KEYS = 200;
const KEY_EVERY_MS = 90;
const ARRIVING = 50;
const SCROLL_MS = 12_000;
const BURST = 1_000;
const WORDS = 'the quick brown fox jumps over the lazy dog ';
/** In a minute of somebody who is busy. */
const BUSY = { switches: 6, arriving: 60, keys: 40, wheels: 20 } as const;
const COLLECTIONS = 8;

export class Measures {
  readonly #job: WebJob;
  readonly #context: BrowserContext;
  readonly #writer: Writer;

  constructor(job: WebJob, context: BrowserContext, writer: Writer) {
    this.#job = job;
    this.#context = context;
    this.#writer = writer;
  }

  /** A page that was not there before. */
  async firstPaint(): Promise<number[]> {
    const times: number[] = [];
    for (let opening = 0; opening < OPENINGS; opening += 1) {
      const { page } = await this.#slowPage();
      await page.goto(this.#job.url);
      await page.waitForFunction(() => window.probe.firstRow !== null);
      times.push(await page.evaluate(() => window.probe.firstRow ?? Number.NaN));
      await this.#settled(page);
      await page.close();
    }
    return times;
  }

  async cold(): Promise<Pick<WebResult, 'cold' | 'coldPaint' | 'bytesOfScripts'>> {
    const [cold, coldPaint]: [number[], number[]] = [[], []];
    let bytesOfScripts = 0;
    for (let opening = 0; opening < COLD_OPENINGS; opening += 1) {
      const { page, cdp } = await this.#slowPage();
      await cdp.send('Network.clearBrowserCache');
      const storageTypes = 'cache_storage,service_workers,indexeddb,local_storage';
      await cdp.send('Storage.clearDataForOrigin', { origin: this.#job.url, storageTypes });
      await page.goto(this.#job.url);
      cold.push(await page.evaluate(pressFirstRow));
      coldPaint.push(await page.evaluate(() => window.probe.firstRow ?? Number.NaN));
      bytesOfScripts = await page.evaluate(() =>
        (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
          // What comes once the list is there, as the editor does, keeps nobody waiting for it.
          .filter(({ initiatorType, responseEnd }) => {
            return initiatorType === 'script' && responseEnd <= (window.probe.rowsAt ?? Number.POSITIVE_INFINITY);
          })
          .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
      );
      await this.#settled(page);
      await page.close();
    }
    return { cold, coldPaint, bytesOfScripts };
  }

  async switches(): Promise<number[]> {
    const { page } = await this.#slowPage();
    await page.goto(this.#job.url);
    await this.#settled(page);
    const ids = await rowsInSight(page);
    for (const id of ids) await page.evaluate(switchTo, id);
    const times: number[] = [];
    for (let turn = 0; turn < SWITCHES; turn += 1) {
      times.push(await page.evaluate(switchTo, ids[turn % ids.length] ?? ''));
      await sleep(150);
    }
    await page.close();
    return times;
  }

  async keys(): Promise<Pick<WebResult, 'keys' | 'arrivedPerSecond'>> {
    const { page } = await this.#slowPage();
    await this.#openLong(page);
    const stop = this.#writer.sayOn(ARRIVING);
    await sleep(2_000);
    const keys = await this.#typed(page, KEYS);
    const arrivedPerSecond = await stop();
    await page.close();
    return { keys, arrivedPerSecond };
  }

  /** Up into the past as fast as a wheel goes, and further than what is held at a time. */
  async frames(): Promise<Pick<WebResult, 'frames' | 'scrolledPast'>> {
    const { page } = await this.#slowPage();
    await this.#openLong(page);
    const from = await seqAtTop(page);
    await page.mouse.move(900, 450);
    await page.evaluate(watchFrames);
    for (const until = Date.now() + SCROLL_MS; Date.now() < until;) {
      await page.mouse.wheel(0, -120);
      await sleep(16);
    }
    const frames = await page.evaluate(stopFrames);
    const scrolledPast = from - (await seqAtTop(page));
    await page.close();
    return { frames, scrolledPast };
  }

  async burst(): Promise<WebResult['burst']> {
    const { page } = await this.#slowPage();
    await this.#openLong(page);
    await page.evaluate(() => window.probe.cut(true));
    const last = await this.#writer.sayMany(BURST);
    await page.evaluate(() => {
      window.probe.tasks.length = 0;
      window.probe.arrived.length = 0;
      window.probe.keys.length = 0;
      window.probe.cut(false);
      window.dispatchEvent(new Event('online'));
    });
    const drawn = page.evaluate(whenDrawn, last);
    const keys = this.#typed(page, 40, 50);
    const at = await drawn;
    const measured = await page.evaluate((end) => {
      const { arrived, tasks } = window.probe;
      // The first that is larger than the answers to a heartbeat and to who is there.
      const began = arrived.find(({ bytes }) => bytes > 20_000)?.at ?? Number.NaN;
      const during = tasks.filter((task) => task.at + task.ms >= began && task.at <= end);
      return { ms: end - began, longestTaskMs: Math.max(0, ...during.map(({ ms }) => ms)) };
    }, at);
    const result = { events: BURST, ...measured, keys: await keys };
    await page.close();
    return result;
  }

  /** Not slowed down: it is what is kept that counts. */
  async heap(): Promise<WebResult['heap']> {
    const page = await this.#context.newPage();
    const cdp = await this.#context.newCDPSession(page);
    await page.goto(this.#job.url);
    await this.#settled(page);
    const stop = this.#writer.sayOn(20);
    const [samples, nodes]: [number[], number[]] = [[], []];
    const minutesEach = this.#job.minutes / COLLECTIONS;
    for (let collection = 0; collection < COLLECTIONS; collection += 1) {
      await this.#use(page, minutesEach);
      const { bytes, count } = await collected(cdp);
      samples.push(bytes);
      nodes.push(count);
      process.stderr.write(`      heap ${(bytes / 1e6).toFixed(1)} MB, ${count} nodes\n`);
    }
    await stop();
    await page.close();
    return { samples, nodes };
  }

  /** So many minutes of work, at once. */
  async #use(page: Page, minutes: number): Promise<void> {
    const turns = Math.round(minutes * BUSY.switches);
    for (let turn = 0; turn < turns; turn += 1) {
      const ids = await rowsInSight(page);
      await page.evaluate(switchTo, ids[turn % ids.length] ?? '').catch(() => undefined);
      await page.mouse.move(900, 450);
      for (let wheel = 0; wheel < BUSY.wheels / BUSY.switches; wheel += 1) await page.mouse.wheel(0, -400);
      await composerOf(page).focus();
      await page.keyboard.type(WORDS.slice(0, Math.round(BUSY.keys / BUSY.switches)));
      if (turn % 3 === 0) await page.keyboard.press('Enter');
      else for (let key = 0; key < 8; key += 1) await page.keyboard.press('Backspace');
    }
  }

  async #typed(page: Page, count: number, everyMs = KEY_EVERY_MS): Promise<number[]> {
    await page.evaluate(() => {
      window.probe.keys.length = 0;
    });
    await composerOf(page).focus();
    await page.keyboard.type(WORDS.repeat(Math.ceil(count / WORDS.length)).slice(0, count), { delay: everyMs });
    await sleep(500);
    const told = await page.evaluate(() => window.probe.keys);
    // What is drawn within 16 ms is not told of.
    return [...told, ...Array.from({ length: Math.max(0, count - told.length) }, () => 16)];
  }

  async #slowPage(): Promise<{ page: Page; cdp: CDPSession }> {
    const page = await this.#context.newPage();
    const cdp = await this.#context.newCDPSession(page);
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: this.#job.slowDown });
    return { page, cdp };
  }

  async #openLong(page: Page): Promise<void> {
    await page.goto(`${this.#job.url}/c/${this.#job.conversationId}`);
    await page.locator('main article').first().waitFor();
    await page.locator('main [role=textbox][aria-multiline=true]').waitFor();
    await this.#settled(page);
    await page.locator('main [role=log]').evaluate((log) => log.scrollTo({ top: log.scrollHeight }));
    await sleep(500);
  }

  /** All rows are there, and nothing of the start is going on. */
  async #settled(page: Page): Promise<void> {
    const rows = String(this.#job.conversations);
    await page.locator(`li[data-row][aria-setsize="${rows}"]`).first().waitFor({ timeout: 180_000 });
    await sleep(1_500);
  }
}

async function rowsInSight(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('li[data-row]')].slice(0, 12).map(({ dataset }) => dataset['row'] ?? ''),
  );
}

async function seqAtTop(page: Page): Promise<number> {
  return page.evaluate(() =>
    Number(document.querySelector<HTMLElement>('main article[data-seq]')?.dataset['seq'] ?? 0),
  );
}

function composerOf(page: Page): ReturnType<Page['locator']> {
  return page.locator('main textarea, main [role=textbox][aria-multiline=true]');
}

async function collected(cdp: CDPSession): Promise<{ bytes: number; count: number }> {
  for (let time = 0; time < 3; time += 1) {
    await cdp.send('HeapProfiler.collectGarbage');
    await sleep(300);
  }
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  const { nodes } = await cdp.send('Memory.getDOMCounters');
  return { bytes: usedSize, count: nodes };
}
