import { describe, expect, it } from 'vitest';

import type { Bare } from './floor-report.js';
import { ofFloor } from './of-floor.js';
import type { AnyReport } from './reports.js';

const bare: Bare = {
  insert: { perSecond: 20_000, postgresMicros: 20, clientMicros: 10 },
  echo: { perSecond: 50_000, serverMicros: 10 },
  broadcast: { deliveriesPerSecond: 100_000, serverMicros: 5 },
  connection: { bytes: 10_240 },
};
const load = {
  achievedPerSecond: 1_000,
  ack: { count: 1_000 },
  delivery: { count: 2_000 },
  processes: [
    { name: 'server', cores: 0.3 },
    { name: 'shard-0', cores: 0.2 },
    { name: 'load generator', cores: 9 },
    { name: 'load generator 2', cores: 9 },
  ],
};
const fractions = (report: object): unknown => ofFloor(report as AnyReport, bare).map(({ fraction }) => fraction);

describe('Parley beside the floor', () => {
  it('is a row, an answer and as many deliveries as there were, of what a send took without the load generator', () => {
    expect(ofFloor({ scenario: 'mixed', ...load } as AnyReport, bare)).toEqual([
      {
        name: 'CPU of a send, of bare insert, echo and broadcast',
        measured: 500,
        floor: 50,
        unit: 'µs',
        fraction: 0.1,
      },
    ]);
  });

  it('is what is stored, where that is asked', () => {
    expect(fractions({ scenario: 'hot', ...load })).toEqual([0.1, 0.05]);
  });

  it('is memory, or a delivery', () => {
    expect(fractions({ scenario: 'idle', bytesPerConnection: { asItIs: 1, withoutGarbage: 20_480 } })).toEqual([0.5]);
    expect(fractions({ scenario: 'fanout', ...load, deliveriesPerSecond: 50_000 })).toEqual([0.5]);
  });

  it('is nothing for what nothing bare does', () => {
    expect(fractions({ scenario: 'sync' })).toEqual([]);
  });
});
