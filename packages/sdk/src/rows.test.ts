import { expect, test } from 'vitest';
import type { Cache } from './cache.js';
import type { RestClient } from './rest.js';
import { RowFetcher } from './rows.js';
import { settle } from './settle.js';

type Answer = { resolve: (item: object) => void; reject: (error: Error) => void };

/** Time stands still; each question waits for the test to answer it. */
function stage() {
  const asked: string[] = [];
  const answers: Answer[] = [];
  const timers: (() => void)[] = [];
  const rest = {
    call: (_route: string, { params }: { params: { conversationId: string } }) => {
      asked.push(params.conversationId);
      return new Promise((resolve, reject) => answers.push({ resolve, reject }));
    },
  } as unknown as RestClient;
  const cache = { applyItem: () => undefined } as unknown as Cache;
  const clock = { now: () => 0, setTimeout: (run: () => void) => (timers.push(run), () => undefined) };
  const random = { number: () => 0, id: () => 'x' };
  const rows = new RowFetcher({ cache, rest, clock, random, isOnline: () => true, stamp: () => 0 });
  return { rows, asked, answers, timers };
}

test('a row that is wanted while it is fetched is fetched once more', async () => {
  const { rows, asked, answers } = stage();
  rows.want('1');
  await settle();
  rows.want('1');
  answers[0]?.resolve({});
  await settle();
  expect(asked).toEqual(['1', '1']);
  answers[1]?.resolve({});
  await settle();
  expect(asked).toHaveLength(2);
});

test('a row without an answer is asked for again; after a clear it is not', async () => {
  const { rows, asked, answers, timers } = stage();
  rows.want('1');
  await settle();
  answers[0]?.reject(new Error('away'));
  await settle();
  timers.shift()?.();
  await settle();
  expect(asked).toEqual(['1', '1']);
  rows.clear();
  answers[1]?.reject(new Error('away'));
  await settle();
  timers.shift()?.();
  await settle();
  expect(asked).toEqual(['1', '1']);
});
