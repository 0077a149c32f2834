import { expect, test } from 'vitest';
import { simulate } from './run.js';

/** SIM_SEED=n runs that one again; SIM_RUNS=n runs so many new ones. */
const only = process.env['SIM_SEED'];
const runs = only === undefined ? Number(process.env['SIM_RUNS'] ?? 400) : 1;
const first = Number(only ?? process.env['SIM_FIRST'] ?? 1);

/** Every second seed: a simulation is one thread's work, so each half has a file, and with it a process, of its own. */
export function testSeeds(half: 'even' | 'odd'): void {
  const seeds = Array.from({ length: runs }, (_, index) => first + index);
  test.each(seeds.filter((seed) => (seed % 2 === 0) === (half === 'even')))(
    'seed %i: all devices end equal, ordered and complete',
    async (seed) => {
      const { wrong, trace } = await simulate(seed);
      if (wrong.length > 0 && only !== undefined) console.log(trace.join('\n'));
      expect(wrong, `run it again: SIM_SEED=${seed} npm run test:sim`).toEqual([]);
    },
  );
}
