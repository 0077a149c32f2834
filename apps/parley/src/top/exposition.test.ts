import { describe, expect, it } from 'vitest';
import { addBuckets, bucketsBetween, Exposition, quantileOf } from './exposition.js';

const TEXT = `# HELP parley_pool_waiting Statements that wait for a connection.
# TYPE parley_pool_waiting gauge
parley_pool_waiting{database="shard-0",pool="lanes",roles="logic"} 2
parley_pool_waiting{database="shard-1",pool="lanes",roles="logic"} 3
plain 1.5e3
odd{text="a \\"quoted\\", b"} 1
ack_bucket{le="0.1"} 4
ack_bucket{le="0.2"} 10
ack_bucket{le="+Inf"} 10
not a line
`;

describe('what a process says of itself', () => {
  const said = new Exposition(TEXT);

  it('is added up by name and labels, and what it does not tell is not 0', () => {
    expect(said.sum('parley_pool_waiting')).toBe(5);
    expect(said.sum('parley_pool_waiting', { database: 'shard-1' })).toBe(3);
    expect(said.sum('parley_pool_waiting', { database: 'shard-2' })).toBeNull();
    expect(said.sum('plain')).toBe(1_500);
    expect(said.by('odd', 'text')).toEqual(new Map([['a \\"quoted\\", b', 1]]));
    expect(said.by('parley_pool_waiting', 'database').get('shard-0')).toBe(2);
  });

  it('holds buckets, of which what was measured in between is told', () => {
    const now = said.buckets('ack');
    expect([...now.keys()]).toEqual([0.1, 0.2, Infinity]);
    const before = new Map([
      [0.1, 4],
      [0.2, 4],
      [Infinity, 4],
    ]);
    expect([...bucketsBetween(before, now).values()]).toEqual([0, 6, 6]);
    const older = new Map([
      [0.1, 90],
      [0.2, 90],
      [Infinity, 90],
    ]);
    expect(bucketsBetween(older, now)).toEqual(now);
    expect(addBuckets([now, now]).get(Infinity)).toBe(20);
  });

  it('tells quantiles as Prometheus does', () => {
    expect(quantileOf(new Map(), 0.99)).toBeNull();
    expect(
      quantileOf(
        new Map([
          [0.1, 0],
          [Infinity, 0],
        ]),
        0.99,
      ),
    ).toBeNull();
    expect(
      quantileOf(
        new Map([
          [0.1, 5],
          [0.2, 10],
          [Infinity, 10],
        ]),
        0.75,
      ),
    ).toBeCloseTo(0.15);
    expect(
      quantileOf(
        new Map([
          [0.1, 0],
          [0.2, 0],
          [Infinity, 3],
        ]),
        0.99,
      ),
    ).toBe(0.2);
  });
});
