import { describe, expect, it } from 'vitest';

import { budgetsOf, type AbuseReport } from './abuse-report.js';

const MB = 1024 ** 2;
const latency = { count: 100, p50: 10, p95: 20, p99: 30, p999: 40, max: 50 };
const times = { ack: latency, delivery: latency };
const slow = { ...latency, p99: 500 };

const held: AbuseReport = {
  name: 'socket-flood',
  thrown: { events: 1_000 },
  answers: { OK: 10, RATE_LIMITED: 990 },
  heldBack: 990,
  before: times,
  during: times,
  after: times,
  newcomers: { took: latency, refused: {} },
  sends: { all: 100, acked: 100, wrong: 0, refused: {}, repeated: {} },
  trouble: {},
  memory: [
    {
      name: 'server',
      beforeBytes: 200 * MB,
      mostBytes: 350 * MB,
      restBytes: [100 * MB, 130 * MB],
      heldBytes: [50 * MB, 60 * MB],
    },
  ],
  replaced: 0,
  logBytes: 256 * 1024,
};

const missed = (change: Partial<AbuseReport>): string[] =>
  budgetsOf({ ...held, ...change }).flatMap(({ name, ok }) => (ok ? [] : name.replace('socket-flood: ', '')));

describe('whether an abuse was borne', () => {
  it('is met at the limits', () => {
    expect(missed({})).toEqual([]);
  });

  it('is missed when the others wait, or somebody new does', () => {
    expect(missed({ during: { ack: slow, delivery: latency } })).toEqual(["others' ack p99"]);
    expect(missed({ during: { ack: latency, delivery: slow } })).toEqual(["others' delivery p99"]);
    expect(missed({ newcomers: { took: slow, refused: { closed: 1 } } })).toEqual([
      'newcomers are in, p99',
      'newcomers not let in',
    ]);
  });

  it('is not missed for what was slow before or after', () => {
    expect(missed({ before: { ack: slow, delivery: slow }, after: { ack: slow, delivery: slow } })).toEqual([]);
  });

  it('is missed when a message or a connection of the others is lost', () => {
    expect(missed({ sends: { ...held.sends, wrong: 1 } })).toEqual([
      "others' messages lost, twice, out of order, altered or refused",
    ]);
    expect(missed({ trouble: { closed: 1 } })).toEqual(["others' connections lost"]);
  });

  it('is missed when one of the parts grows, stays large, ends or fills the logs', () => {
    const [server] = held.memory;
    if (server === undefined) throw new Error('no part');
    const small = { ...server, name: 'redis', mostBytes: server.beforeBytes };
    expect(missed({ memory: [small, { ...server, mostBytes: 351 * MB }] })).toEqual(['a part grew by']);
    expect(missed({ memory: [small, { ...server, heldBytes: null, restBytes: [100 * MB, 131 * MB] }] })).toEqual([
      'a part afterwards, of before',
    ]);
    expect(missed({ memory: [small, { ...server, heldBytes: [60 * MB, 79 * MB] }] })).toEqual([
      'a part afterwards, of before',
    ]);
    expect(missed({ replaced: 1 })).toEqual(['parts that ended']);
    expect(missed({ logBytes: 300 * 1024 })).toEqual(['written to the logs']);
  });

  it('is not missed for memory that the allocator keeps, as long as it is no more than a part may grow by', () => {
    const [server] = held.memory;
    if (server === undefined) throw new Error('no part');
    expect(missed({ memory: [{ ...server, restBytes: [100 * MB, 250 * MB] }] })).toEqual([]);
    expect(missed({ memory: [{ ...server, restBytes: [100 * MB, 251 * MB] }] })).toEqual(['a part grew by']);
  });

  it('is missed when nothing was held back', () => {
    expect(missed({ heldBack: 0 })).toEqual(['held back']);
  });
});
