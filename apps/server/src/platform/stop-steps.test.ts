import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Logger } from './logger.js';
import { stopInOrder, stopTogether } from './stop-steps.js';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test('what takes long to stop is named, again and again until it has; what does not is not', async () => {
  const logger = new Logger();
  const warn = vi.spyOn(logger, 'warn').mockReturnValue(undefined);
  const done: string[] = [];
  const stop = (part: string, ms: number) => [part, () => after(ms).then(() => done.push(part))] as const;
  const stopping = stopInOrder(logger, [
    stop('requests', 100),
    ['workers', () => stopTogether(logger, [stop('outbox', 12_000), stop('trim', 10)])],
    stop('databases', 100),
  ]);
  await vi.advanceTimersByTimeAsync(60_000);
  await stopping;
  expect(done).toEqual(['requests', 'trim', 'outbox', 'databases']);
  const told = warn.mock.calls.map(([, about]) => about as { part: string });
  expect(told.filter(({ part }) => part === 'outbox')).toHaveLength(2);
  expect(new Set(told.map(({ part }) => part))).toEqual(new Set(['workers', 'outbox']));
});

test('one that throws ends the stopping with its error, and is named no more', async () => {
  const logger = new Logger();
  const warn = vi.spyOn(logger, 'warn').mockReturnValue(undefined);
  const stopping = stopInOrder(logger, [
    [
      'rpc',
      () => {
        throw new Error('no');
      },
    ],
  ]);
  await expect(stopping).rejects.toThrow('no');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(warn).not.toHaveBeenCalled();
});
