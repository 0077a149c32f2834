import { describe, expect, it } from 'vitest';

import { nextLimit, type LimitRun } from './shards-limit.js';

const run = (shards: number, cores: Record<string, number>, more: Partial<LimitRun> = {}): LimitRun => ({
  shards,
  achievedPerSecond: 4_000,
  appendBatch: 50,
  processes: Object.entries(cores).map(([name, value]) => ({ name, cores: value })),
  machine: { others: 0, stolen: 0 },
  ...more,
});

describe('where the next limit is', () => {
  it('is the machine when its cores are used up, whoever used them', () => {
    const words = nextLimit([run(1, { server: 0.8, 'shard-0': 0.7 }, { machine: { others: 0.4, stolen: 0 } })], 2);
    expect(words[1]).toContain('The machine ended it: 1.90 of its 2 cores were busy, of which others took 0.40');
  });

  it('is the thread of a server process when the machine has room', () => {
    const words = nextLimit([run(1, { server: 0.95, 'shard-0': 0.5 })], 8);
    expect(words[1]).toContain('The one thread of server ended it');
  });

  it('is waiting when nothing was used up', () => {
    expect(nextLimit([run(1, { server: 0.3, 'shard-0': 0.2 })], 2)[1]).toContain('Neither');
  });

  it('says what a core of its own would carry, and how many shards feed a server process', () => {
    const words = nextLimit(
      [
        run(1, { server: 0.5, 'shard-0': 1, 'load generator': 0.4 }),
        run(2, { server: 0.5, 'shard-0': 0.5, 'shard-1': 0.5, 'load generator': 0.4 }, { appendBatch: 25 }),
      ],
      2,
    );
    expect(words[0]).toBe('2 shards stored 1 times what 1 did; an append stored 25 messages instead of 50.');
    expect(words[3]).toContain('4000 sends/s as a shard and 8000 as a server process');
    expect(words[4]).toContain('So 2 shards with a core each');
  });

  it('has nothing to say of no run', () => {
    expect(nextLimit([], 2)).toEqual([]);
  });
});
