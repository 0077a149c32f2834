import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EPOCH_MS, leaseTime, nextSnowflake, type SnowflakeState } from './snowflake.js';

const moments = fc.array(fc.integer({ min: EPOCH_MS, max: EPOCH_MS + 10_000 }), { minLength: 1, maxLength: 500 });

test('ids always grow, whatever the clock does', () => {
  fc.assert(
    fc.property(moments, fc.integer({ min: 0, max: 1023 }), (clock, worker) => {
      let state: SnowflakeState = { ms: EPOCH_MS, sequence: 0 };
      let last = -1n;
      for (const now of clock) {
        const step = nextSnowflake(state, now, worker);
        expect(step.id).toBeGreaterThan(last);
        last = step.id;
        state = step.state;
      }
    }),
  );
});

test('a full millisecond borrows from the next one', () => {
  let state: SnowflakeState = { ms: EPOCH_MS + 5, sequence: 0 };
  const ids = new Set<bigint>();
  for (let i = 0; i < 10_000; i += 1) {
    const step = nextSnowflake(state, EPOCH_MS + 5, 7);
    ids.add(step.id);
    state = step.state;
  }
  expect(ids.size).toBe(10_000);
  expect(state.ms).toBe(EPOCH_MS + 7);
});

test('two workers never make the same id in the same millisecond', () => {
  const state = { ms: EPOCH_MS + 5, sequence: 3 };
  expect(nextSnowflake(state, EPOCH_MS, 1).id).not.toBe(nextSnowflake(state, EPOCH_MS, 2).id);
});

test.each([2_000, 3_600_000])('a wall clock stepped back by %i ms does not move the time of the lease', (step) => {
  const wall = EPOCH_MS + 50_000_000;
  const first = leaseTime({ highWaterMs: 0, wallMs: wall, monotonicMs: 100 }, 600);
  expect(first).toBe(wall + 500);
  const renewedAfterStep = leaseTime({ highWaterMs: first, wallMs: wall - step, monotonicMs: 600 }, 700);
  expect(renewedAfterStep).toBeGreaterThan(first);
});
