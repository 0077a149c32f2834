import { expect, it } from 'vitest';
import { Batcher } from './batcher.js';

it('gathers calls, and gives each its answer', async () => {
  const batches: number[][] = [];
  const run = async (inputs: number[]): Promise<number[]> => {
    batches.push(inputs);
    return inputs.map((input) => input * 2);
  };
  const batcher = new Batcher(run, { waitMs: 1, max: 3, bound: 100 });
  expect(await Promise.all([1, 2, 3, 4].map((input) => batcher.add(input)))).toEqual([2, 4, 6, 8]);
  expect(batches).toEqual([[1, 2, 3], [4]]);
});

it('over its bound answers BUSY and asks nothing; what is answered makes room', async () => {
  const asked: number[] = [];
  let answer = (): void => undefined;
  const hung = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const run = async (inputs: number[]): Promise<number[]> => {
    asked.push(...inputs);
    await hung;
    return inputs;
  };
  const batcher = new Batcher(run, { waitMs: 1, max: 10, bound: 25 });
  const calls = Array.from({ length: 1_000 }, (_, index) => batcher.add(index));
  const outcomes = Promise.allSettled(calls);
  await expect(batcher.add(-1)).rejects.toMatchObject({ code: 'BUSY', details: { retryAfterMs: 1_000 } });
  answer();
  expect((await outcomes).filter(({ status }) => status === 'fulfilled')).toHaveLength(25);
  expect(asked).toHaveLength(25);
  expect(await batcher.add(7)).toBe(7);
});

it('a batch that fails makes room, too', async () => {
  const batcher = new Batcher<number, number>(() => Promise.reject(new Error('away')), { waitMs: 0, max: 2, bound: 2 });
  for (let round = 0; round < 5; round += 1) await expect(batcher.add(round)).rejects.toThrow('away');
});
