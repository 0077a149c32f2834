import { describe, expect, it } from 'vitest';

import type { MixedResult } from './mixed-plan.js';
import { soakReport, type SoakReport, type SoakSample } from './soak-report.js';

const latency = { count: 1, p50: 1, p95: 1, p99: 1, p999: 1, max: 1 };
const proof = {
  lost: 0,
  undelivered: 0,
  shownTwice: 0,
  duplicated: 0,
  outOfOrder: 0,
  gaps: 0,
  altered: 0,
  overtaken: 0,
  bySync: 0,
  repeats: 0,
  stored: 1,
};
const meter = { events: 1, eventBytes: 1, acks: 1, ackBytes: 1, otherBytes: 1, sent: 1, sentBytes: 1 };
const result: MixedResult = {
  ack: latency,
  delivery: latency,
  offered: 60_000,
  answered: 60_000,
  sends: 60_000,
  acked: 60_000,
  repeated: {},
  refused: {},
  unanswered: 0,
  proof,
  traffic: { meter, deliveries: 1, cursorAcks: 1, heartbeats: 1, pulls: 0 },
  seconds: [],
  connectSeconds: 1,
  trouble: {},
  worstLagMs: 1,
};
const options = { minutes: 1, ratePerSecond: 1_000, users: 2, everySeconds: 5, seed: 1 };

/** A sample every 10 s; `grown` says how much of each there is by then. */
function report(
  grown: (at: number) => Partial<Record<'server' | 'backend' | 'backends' | 'redis' | 'keys', number>>,
  left = 0,
): SoakReport {
  const samples = Array.from({ length: 13 }, (_, at): SoakSample => {
    const { server = 100, backend = 10, backends = 8, redis = 50, keys = 7 } = grown(at);
    const memory = [
      { name: 'server', bytes: server, processes: 1 },
      { name: 'shard-0', bytes: backend * backends, processes: backends },
    ];
    return { at: at * 10, memory, redisBytes: redis, redisKeys: keys, outbox: 3, markers: at };
  });
  return soakReport(options, {
    result,
    processes: [],
    machine: { others: 0, stolen: 0 },
    transactions: {},
    samples,
    left,
  });
}
const missed = ({ budgets }: SoakReport): string[] => budgets.flatMap(({ name, ok }) => (ok ? [] : name));

describe('a soak', () => {
  it('is met while nothing grows, however many connections a database has by then', () => {
    const found = report((at) => ({ backends: 8 + (at % 4) }));
    expect([found.ok, missed(found)]).toEqual([true, []]);
  });

  it('names what grows', () => {
    expect(missed(report((at) => ({ server: 100 + at * 2 })))).toEqual(['growth of server over the last half']);
    expect(missed(report((at) => ({ backend: 10 + at })))).toEqual(['growth of shard-0 over the last half']);
    expect(missed(report((at) => ({ redis: 50 + at * 2, keys: 7 + at })))).toEqual([
      'growth of what Redis holds over the last half',
      'growth of the keys of Redis over the last half',
    ]);
  });

  it('names what was never handed out', () => {
    expect(missed(report(() => ({}), 2))).toEqual(['left in the outbox']);
  });
});
