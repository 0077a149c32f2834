import { expect, test } from 'vitest';
import { simulate } from './run.js';

/** SIM_SEED=n runs that one again; SIM_RUNS=n runs so many new ones. */
const only = process.env['SIM_SEED'];
const runs = Number(process.env['SIM_RUNS'] ?? 400);
const first = only === undefined ? Number(process.env['SIM_FIRST'] ?? 1) : Number(only);

test.each(Array.from({ length: only === undefined ? runs : 1 }, (_, index) => first + index))(
  'seed %i: all devices end equal, ordered and complete',
  async (seed) => {
    const { wrong, trace } = await simulate(seed);
    if (wrong.length > 0 && only !== undefined) console.log(trace.join('\n'));
    expect(wrong, `run it again: SIM_SEED=${seed} npm run test:sim`).toEqual([]);
  },
);
