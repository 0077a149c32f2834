import { describe, expect, it } from 'vitest';

import { choosePorts } from './ports.js';

function search(taken: readonly number[], draws: readonly number[] = []) {
  const left = [...draws];
  return {
    isFree: async (port: number) => !taken.includes(port),
    // A draw of n gives port 20000 + n: the range is 12000 wide.
    random: () => (left.shift() ?? 0) / 12_000,
  };
}

describe('internal ports', () => {
  it('stay as they were', async () => {
    expect(await choosePorts(['redis', 'web'], { redis: 21_000, web: 21_001 }, search([]))).toEqual({
      redis: 21_000,
      web: 21_001,
    });
  });

  it('are chosen anew where something else listens', async () => {
    expect(await choosePorts(['redis', 'web'], { redis: 21_000, web: 21_001 }, search([21_000], [5]))).toEqual({
      redis: 20_005,
      web: 21_001,
    });
  });

  it('are never the same twice', async () => {
    expect(await choosePorts(['a', 'b'], { a: 21_000, b: 21_000 }, search([], [7]))).toEqual({ a: 21_000, b: 20_007 });
    expect(await choosePorts(['a', 'b'], {}, search([], [3, 3, 4]))).toEqual({ a: 20_003, b: 20_004 });
  });

  it('are not those of parts that don’t run this time', async () => {
    expect(await choosePorts(['a'], { public: 20_003 }, search([], [3, 4]))).toEqual({ a: 20_004 });
  });

  it('gives up where nothing is free', async () => {
    const nothing = { isFree: async () => false, random: () => 0.5 };
    await expect(choosePorts(['a'], {}, nothing)).rejects.toThrow('no free port');
  });
});
