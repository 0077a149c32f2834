import { describe, expect, it } from 'vitest';

import { numbersTable } from './numbers-table.js';
import type { AnyReport } from './reports.js';

const made = {
  at: '2026-11-29T01:00:00.000Z',
  commit: 'abc1234',
  node: '24',
  processor: 'x',
  cores: 2,
  memoryBytes: 1,
};
const budget = (name: string, [value, limit]: [number, number], ok = true): object => ({
  name,
  value,
  limit,
  unit: 'ms',
  ok,
});
const machine = { others: 0, stolen: 0 };
const sync = {
  scenario: 'sync',
  options: { missed: 10_000, conversations: 1_000 },
  budgets: [budget('p50', [650, 1_000]), budget('rows', [1_000, 990]), budget('entries out of place', [0, 0])],
  machine,
  made,
};
const table = (...reports: object[]): string[] =>
  numbersTable(reports.map((report, at) => ({ name: `r${at}`, report: report as AnyReport }))).split('\n');

describe('the numbers of the README', () => {
  it('are a row per report, with what was asked, the budgets and where it comes from', () => {
    expect(table(sync)[2]).toBe(
      '| [r0](docs/performance/r0.json) | 10,000 missed messages | p50 650 ms (≤ 1,000 ms); rows 1,000 ms (≥ 990 ms); 0 entries out of place |  | 2026-11-29, abc1234 |',
    );
  });

  it('tell of many kinds of abuse the worst, and each that was missed', () => {
    const abuse = {
      scenario: 'abuse',
      options: { users: 1_000, ratePerSecond: 300 },
      abuses: [{}, {}, {}],
      budgets: [
        budget('flood: ack', [100, 500]),
        budget('loris: ack', [363, 500]),
        budget('storm: ack', [800, 500], false),
        budget('flood: grew by', [140, 150]),
        budget('loris: grew by', [200, 400]),
        budget('flood: held back', [30, 1]),
        budget('loris: held back', [20, 1]),
        budget('flood: lost', [0, 0]),
        budget('loris: lost', [0, 0]),
      ],
      machine,
      made,
    };
    expect(table(abuse)[2]).toBe(
      '| [r0](docs/performance/r0.json) | the worst of 3 kinds, beside 1,000 people at 300 sends/s | **missed:** storm: ack 800 ms (≤ 500 ms); ack 363 ms (≤ 500 ms); grew by 140 ms (≤ 150 ms); held back 20 ms (≥ 1 ms); 0 lost |  | 2026-11-29, abc1234 |',
    );
  });

  it('say what was missed, and what ran beside', () => {
    const late = {
      ...sync,
      budgets: [budget('p50', [1_500, 1_000], false), budget('lost', [2, 0], false)],
      machine: { others: 0.52, stolen: 0 },
    };
    const row = table(late)[2];
    expect(row).toContain('**missed:** p50 1,500 ms (≤ 1,000 ms)');
    expect(row).toContain('**missed:** lost 2 ms (≤ 0 ms)');
    expect(row).toContain('beside 0.5 cores of other work');
  });

  it('hold what was measured against the committed floor', () => {
    const bare = { insert: {}, echo: {}, broadcast: {}, connection: { bytes: 10_240 } };
    const idle = {
      scenario: 'idle',
      options: { connections: 50_000 },
      budgets: [],
      bytesPerConnection: { asItIs: 20_480 },
      machine,
      made,
    };
    expect(table(idle, { scenario: 'floor', options: {}, budgets: [], bare, made })[2]).toContain('| 50 % |');
    expect(table(idle)[2]).toContain('|  |  | 2026');
  });

  it('stand beside those of the peer, where a report of it bears the same name', () => {
    const named = (name: string, report: object) => ({ name, report: report as AnyReport });
    const peer = {
      scenario: 'peer',
      budgets: [budget('p50', [1_500, 1_000], false), budget('lost', [0, 0])],
      measured: { scenario: 'hot', machine: { others: 0.5, stolen: 0 } },
      made: { ...made, commit: 'def5678' },
    };
    const rows = numbersTable([named('sync', sync), named('peer-socketio-sync', peer), named('other', sync)]).split(
      '\n',
    );
    expect(rows).toHaveLength(4);
    expect(rows[0]).toContain('| measured (budget) | plain Socket.IO + Postgres | of the floor |');
    expect(rows[3]).toContain(
      '| **p50 1,500 ms**; lost 0 ms ([2026-11-29, def5678, beside 0.5 cores of other work](docs/performance/peer-socketio-sync.json)) |  |',
    );
    expect(rows[2]).toContain('0 entries out of place |  |  |');
    expect(numbersTable([named('peer-socketio-sync', peer)])).toContain(
      '/peer-socketio-sync.json) |  |  | **p50 1,500 ms**',
    );
  });

  it('say what was broken', () => {
    const faults = {
      scenario: 'peer',
      budgets: [budget('lost', [0, 0])],
      measured: {
        scenario: 'faults',
        options: { ratePerSecond: 200, users: 60, rounds: 2 },
        faults: [
          { kind: 'kill -9', part: 'server' },
          { kind: 'SIGSTOP', part: 'server' },
          { kind: 'kill -9', part: 'server' },
        ],
        verdict: { acked: 9_000 },
        silentSeconds: 4,
        machine,
      },
      made,
    };
    expect(table(faults)[2]).toContain(
      '| 200 sends/s, 60 people; kill -9 server, SIGSTOP server, 2 times | 9,000 acked; 4 s without an answer; 0 lost |',
    );
  });
});
