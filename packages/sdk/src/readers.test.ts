import { type ReaderCount, ParleyError } from '@parley/contract';
import { describe, expect, test } from 'vitest';
import { Readers } from './readers.js';
import type { RestClient } from './rest.js';
import { settle } from './settle.js';

type Answer = (seqs: readonly number[]) => ({ seq: number } & ReaderCount)[];

/** A server that counts by `answer`, and a clock whose timers run when the test says so. */
function someReaders(answer: Answer) {
  const asked: number[][] = [];
  const timers: { ms: number; run: () => void }[] = [];
  let now = 0;
  const call = (_: string, { body }: { body: { seqs: number[] } }): Promise<unknown> => {
    asked.push(body.seqs);
    return new Promise((resolve) => resolve({ counts: answer(body.seqs) }));
  };
  const readers = new Readers({
    rest: { call } as unknown as RestClient,
    clock: {
      now: () => now,
      setTimeout: (run, ms) => {
        const timer = { ms, run };
        timers.push(timer);
        return () => void timers.splice(timers.indexOf(timer), 1);
      },
    },
    random: { number: () => 0.5, id: () => 'x' },
    isOnline: () => true,
    met: () => undefined,
    chose: () => Promise.resolve(),
  });
  /** The next timer, and what comes of it. */
  const tick = async (): Promise<number | undefined> => {
    const timer = timers.shift();
    now += timer?.ms ?? 0;
    timer?.run();
    await settle();
    return timer?.ms;
  };
  return { readers, asked, timers, tick, settle };
}

const at = (seq: number) => ({ conversationId: '1', seq });
const none = (): void => undefined;

describe('how many have read', () => {
  test('what is looked at is asked for at once together, and again when somebody read on', async () => {
    let read = 0;
    const { readers, asked, tick, timers } = someReaders((seqs) =>
      seqs.map((seq) => ({ seq, read, unread: 3 - read })),
    );
    readers.count(at(1)).subscribe(none);
    readers.count(at(2)).subscribe(none);
    readers.count(at(3));
    expect(readers.count(at(1))).toBe(readers.count(at(1)));
    await tick();
    expect(asked).toEqual([[2, 1]]);
    expect(readers.count(at(2)).getSnapshot()).toEqual({ read: 0, unread: 3 });
    expect(timers).toEqual([]);
    read = 1;
    readers.moved('1', 1);
    readers.moved('1', 1);
    readers.moved('2', 9);
    expect(await tick()).toBe(1_000);
    expect(asked).toEqual([[2, 1], [1]]);
    expect(readers.count(at(1)).getSnapshot()).toEqual({ read: 1, unread: 2 });
  });

  test('what nobody looks at any more is not asked for', async () => {
    const { readers, asked, tick } = someReaders((seqs) => seqs.map((seq) => ({ seq, read: 0, unread: 1 })));
    const stop = readers.count(at(1)).subscribe(none);
    await tick();
    stop();
    readers.ready();
    await tick();
    expect(asked).toEqual([[1]]);
  });

  test('who reads while it is counted is counted with the next answer', async () => {
    const { readers, asked, tick, timers, settle } = someReaders((seqs) =>
      seqs.map((seq) => ({ seq, read: asked.length, unread: 0 })),
    );
    readers.count(at(1)).subscribe(none);
    timers.shift()?.run();
    readers.moved('1', 5);
    await settle();
    await tick();
    await tick();
    expect(asked).toEqual([[1], [1]]);
    expect(readers.count(at(1)).getSnapshot()).toEqual({ read: 2, unread: 0 });
  });

  test('where it is not told nothing is shown, and nobody asks on', async () => {
    let isOff = false;
    const { readers, asked, tick, timers } = someReaders((seqs) => {
      if (isOff) throw new ParleyError('RECEIPTS_OFF');
      return seqs.map((seq) => ({ seq, read: 1, unread: 0 }));
    });
    readers.count(at(1)).subscribe(none);
    await tick();
    isOff = true;
    readers.moved('1', 1);
    await tick();
    expect(readers.count(at(1)).getSnapshot()).toBeNull();
    expect(timers).toEqual([]);
    expect(asked).toHaveLength(2);
  });

  test('what could not be asked is asked again', async () => {
    let isAway = true;
    const { readers, tick } = someReaders((seqs) => {
      if (isAway) throw new ParleyError('UNAVAILABLE');
      return seqs.map((seq) => ({ seq, read: 1, unread: 0 }));
    });
    readers.count(at(1)).subscribe(none);
    await tick();
    isAway = false;
    await tick();
    expect(readers.count(at(1)).getSnapshot()).toEqual({ read: 1, unread: 0 });
  });
});
