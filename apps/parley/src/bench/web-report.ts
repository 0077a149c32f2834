import { z } from 'zod';

import { Latency, LatencySummary } from './support/latency.js';
import { MachineUse, ProcessUse } from './support/processes.js';
import { atLeast, atMost, below, BenchReportSchema, rounded } from './support/schema.js';
import { factTable, processTable } from './support/tables.js';
import type { Target } from './support/target.js';
import type { Used } from './support/watch-use.js';

const FIRST_PAINT_MS = 1_000;
const COLD_MS = 2_000;
const SWITCH_MS = 100;
const KEY_MS = 32;
const ARRIVING = 50;
const FRAME_MS = 50;
const SCRIPT_KB = 250;
const GROWTH_PERCENT = 10;
const BURST_MS = 300;

const Times = z.array(z.number()).min(1);

/** What the process that drives the browser answers with: test/load/web/job.ts says what is what. */
export const WebResultSchema = z.strictObject({
  firstPaint: Times,
  cold: Times,
  coldPaint: Times,
  switches: Times,
  keys: Times,
  arrivedPerSecond: z.number(),
  frames: Times,
  scrolledPast: z.number(),
  burst: z.strictObject({ events: z.number(), ms: z.number(), longestTaskMs: z.number(), keys: Times }),
  heap: z.strictObject({ samples: z.array(z.number()).min(4), nodes: z.array(z.number()) }),
  bytesOfScripts: z.number(),
});
export type WebResult = z.infer<typeof WebResultSchema>;

/** What `./parley bench web --json` prints. */
export const WebReportSchema = BenchReportSchema.extend({
  scenario: z.literal('web'),
  install: z.enum(['running', 'throw-away']),
  options: z.object({
    conversations: z.number(),
    messages: z.number(),
    /** Of use, simulated. */
    minutes: z.number(),
    slowDown: z.number(),
  }),
  processes: z.array(ProcessUse),
  machine: MachineUse,
  firstPaint: LatencySummary,
  cold: LatencySummary,
  coldPaint: LatencySummary,
  switches: LatencySummary,
  keys: LatencySummary,
  arrivedPerSecond: z.number(),
  frames: LatencySummary,
  scrolledPast: z.number(),
  burst: z.object({ events: z.number(), ms: z.number(), longestTaskMs: z.number(), keys: LatencySummary }),
  heap: z.object({ samples: z.array(z.number()), nodes: z.array(z.number()), growthPercent: z.number() }),
  bytesOfScripts: z.number(),
});
export type WebReport = z.infer<typeof WebReportSchema>;
export type WebOptions = WebReport['options'];

export function webReport(options: WebOptions, target: Target, used: Used<WebResult>): WebReport {
  const { result, processes, machine } = used;
  const { arrivedPerSecond, scrolledPast, bytesOfScripts } = result;
  const burst = { ...result.burst, keys: summaryOf(result.burst.keys) };
  const heap = { ...result.heap, growthPercent: growthSinceFirstQuarter(result.heap.samples) };
  const times = {
    firstPaint: summaryOf(result.firstPaint),
    cold: summaryOf(result.cold),
    coldPaint: summaryOf(result.coldPaint),
    switches: summaryOf(result.switches),
    keys: summaryOf(result.keys),
    frames: summaryOf(result.frames),
  };
  const ms = (name: string, limit: number, value: number) => below({ name, limit, value: rounded(value), unit: 'ms' });
  const budgets = [
    ms('chat list drawn, from what is on the device, p95', FIRST_PAINT_MS, times.firstPaint.p95),
    ms('it answers a press, nothing on the device, p95', COLD_MS, times.cold.p95),
    ms('another chat drawn, p95', SWITCH_MS, times.switches.p95),
    ms('a key drawn while messages arrive, p95', KEY_MS, times.keys.p95),
    atLeast({
      name: 'messages that arrived meanwhile',
      limit: ARRIVING * 0.95,
      value: rounded(arrivedPerSecond),
      unit: '/s',
    }),
    ms('a frame of scrolling, p95', FRAME_MS, times.frames.p95),
    ms(`${burst.events} events at once, until drawn`, BURST_MS, burst.ms),
    ms('a key drawn meanwhile, p95', BURST_MS, burst.keys.p95),
    atMost({ name: 'scripts of the first load', limit: SCRIPT_KB, value: rounded(bytesOfScripts / 1024), unit: 'KB' }),
    atMost({ name: 'growth of the heap', limit: GROWTH_PERCENT, value: heap.growthPercent, unit: '%' }),
  ];
  return WebReportSchema.parse({
    scenario: 'web',
    ok: budgets.every(({ ok }) => ok),
    budgets,
    tables: [
      {
        title: `In Chromium, ${options.slowDown} times slower than here; ms`,
        headings: ['', '>p50', '>p95', '>max', '>count'],
        rows: [
          row('chat list drawn, from what is on the device', times.firstPaint),
          row('chat list drawn, nothing on the device', times.coldPaint),
          row('it answers a press, nothing on the device', times.cold),
          row('another chat drawn', times.switches),
          row('a key drawn while messages arrive', times.keys),
          row('a frame of scrolling', times.frames),
          row(`a key drawn while ${burst.events} events arrive at once`, burst.keys),
        ],
      },
      factTable('Besides', [
        ['messages a second while typing', rounded(arrivedPerSecond)],
        ['messages scrolled past', scrolledPast],
        [`${burst.events} events at once, until drawn, ms`, rounded(burst.ms)],
        ['the longest task meanwhile, ms', rounded(burst.longestTaskMs)],
        ['heap after each collection, MB', heap.samples.map((bytes) => (bytes / 1e6).toFixed(1)).join(' ')],
        ['nodes of the page', heap.nodes.join(' ')],
      ]),
      processTable(processes, machine),
    ],
    install: target.kind,
    options,
    processes,
    machine,
    ...times,
    arrivedPerSecond,
    scrolledPast,
    burst,
    heap,
    bytesOfScripts,
  });
}

/** From the end of the first quarter, when each thing has been done once, to the end. */
function growthSinceFirstQuarter(samples: readonly number[]): number {
  const [first, last] = [samples[Math.floor(samples.length / 4)] ?? 0, samples.at(-1) ?? 0];
  return first === 0 ? 0 : rounded((last / first - 1) * 100);
}

function summaryOf(times: readonly number[]): LatencySummary {
  const latency = new Latency();
  for (const time of times) latency.record(time);
  return latency.summary();
}

function row(name: string, { p50, p95, max, count }: LatencySummary): string[] {
  return [name, ...[p50, p95, max].map((time) => String(rounded(time))), String(count)];
}
