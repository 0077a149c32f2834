import { describe, expect, it } from 'vitest';

import { clockStepOf, FAULT_KINDS, linesOf, named, slownessOf, targetsOf } from './faults.js';

const PROCESSES = ['logic-0', 'logic-1', 'worker-0', 'gateway-0'];
const PARTS = ['directory', 'shard-0', 'shard-1', 'redis', ...PROCESSES];

describe('what ./parley chaos breaks', () => {
  it('is there for every kind of fault, and is held by it', () => {
    const targets = targetsOf(PARTS);
    expect([...targets.keys()].toSorted()).toEqual(Object.keys(FAULT_KINDS).toSorted());
    for (const each of targets.values()) {
      expect(each.length).toBeGreaterThan(0);
      expect(each.every(({ holds }) => holds.length > 0)).toBe(true);
    }
  });

  it('are every process by kill -9 and SIGSTOP, the databases and Redis included', () => {
    const targets = targetsOf(PARTS);
    for (const kind of ['kill', 'restart', 'pause'] as const) {
      expect(
        targets
          .get(kind)
          ?.map(({ name }) => name)
          .toSorted(),
      ).toEqual(PARTS.toSorted());
    }
    expect(targets.get('rolling')?.[0]?.holds).toEqual(PROCESSES);
  });

  it('are the lines that there are: a gateway has none to a database, the others have no need of logic', () => {
    const names = linesOf(PROCESSES).map(({ name }) => name);
    expect(names.filter((name) => name.startsWith('gateway-0'))).toEqual([
      'gateway-0 → logic-0',
      'gateway-0 → logic-1',
      'gateway-0 → redis',
    ]);
    expect(names.filter((name) => name.startsWith('worker-0'))).toEqual([
      'worker-0 → directory',
      'worker-0 → shard-0',
      'worker-0 → shard-1',
      'worker-0 → redis',
    ]);
    expect(new Set(names).size).toBe(names.length);
  });

  it('is told in words, with how much where that matters', () => {
    expect(named({ kind: 'kill', target: 'redis', strength: 0.5 })).toMatch(/^kill -9 +redis$/);
    expect(named({ kind: 'slow', target: 'logic-0 → redis', strength: 0 })).toContain('(20 to 40 ms)');
    expect(named({ kind: 'clock', target: 'logic-0', strength: 0 })).toContain('(-600 s)');
  });

  it('sets a clock back by up to ten minutes, and ahead by less than people stay signed in', () => {
    const steps = Array.from({ length: 100 }, (_, at) => clockStepOf(at / 100));
    expect([Math.min(...steps), steps[50]]).toEqual([-600_000, 0]);
    expect(Math.max(...steps)).toBeLessThanOrEqual(120_000);
    expect(slownessOf(0.999).latencyMs).toBeLessThanOrEqual(400);
  });
});
