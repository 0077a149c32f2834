import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { checkout } from '../bootstrap/run-tool.js';
import { SCENARIOS } from '../scenarios.js';
import { madeHere } from './made.js';
import { REPORTS } from './reports.js';
import { shardsReport } from './shards-report.js';
import { startupReport } from './startup-report.js';

describe('the one schema of all reports', () => {
  it('has a part for each scenario', () => {
    expect(Object.keys(REPORTS)).toEqual(Object.keys(SCENARIOS));
  });

  it('takes what a scenario makes, with where it was made', () => {
    const start = { seconds: 3, parts: ['server', 'gateway-0', 'logic-0', 'worker-0'].map(aPart) };
    const found = startupReport(
      { rounds: 1, looksForChanges: true },
      { first: start, together: [start], apart: [start] },
    );
    const made = madeHere(new Date(0));
    expect(REPORTS.startup.parse({ ...found, made })).toEqual({ ...found, made });
    expect(found.ok).toBe(true);
  });

  it('refuses what is of another scenario, and what lacks a part', () => {
    const found = shardsReport({ counts: [], seconds: 1, warmUpSeconds: 0, people: 2, inFlight: 1 }, [aRun], 2);
    expect(REPORTS.shards.safeParse(found).success).toBe(true);
    expect(REPORTS.startup.safeParse(found).success).toBe(false);
    expect(REPORTS.shards.safeParse({ ...found, runs: undefined }).success).toBe(false);
  });

  it('takes each report that is committed', () => {
    const folder = join(checkout, 'docs/performance');
    const files = existsSync(folder) ? readdirSync(folder).filter((name) => /(?<!\.schema)\.json$/.test(name)) : [];
    for (const name of files) {
      const report = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { scenario: keyof typeof REPORTS };
      expect(REPORTS[report.scenario].safeParse(report).error, name).toBeUndefined();
      expect(report, name).toHaveProperty('made');
    }
  });
});

const aPart = (name: string): { name: string; seconds: number; memoryBytes: number } => ({
  name,
  seconds: 1.5,
  memoryBytes: 1,
});

const latency = { count: 1, p50: 1, p95: 1, p99: 1, p999: 1, max: 1 };
const proof = {
  lost: 0,
  duplicated: 0,
  outOfOrder: 0,
  gaps: 0,
  altered: 0,
  overtaken: 0,
  bySync: 0,
  repeats: 0,
  stored: 1,
};
const wire = {
  eventBytesPerDelivery: 1,
  bytesPerAck: 1,
  bytesPerRequest: 1,
  framesPerSecond: 1,
  cursorAcksPerSecond: 1,
};
const aRun = {
  shards: 1,
  achievedPerSecond: 1,
  ack: latency,
  delivery: latency,
  proof,
  processes: [],
  machine: { others: 0, stolen: 0 },
  transactionsPerSend: {},
  wire: { ...wire, heartbeatsPerSecond: 1, pulls: 0 },
  statements: [],
  statementsPerSend: 0.1,
  appendBatch: 50,
  budgets: [{ name: 'lost', limit: 0, value: 0, unit: '', ok: true }],
};
