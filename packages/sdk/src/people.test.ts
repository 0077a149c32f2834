import { expect, test } from 'vitest';
import { People } from './people.js';
import type { Persistence } from './persistence.js';
import type { RestClient } from './rest.js';
import { settle } from './settle.js';

const ada = { userId: '1', login: 'ada', name: 'Ada', active: true };

test('one that is asked for and is nobody is known as such, and not stored', async () => {
  const stored: unknown[] = [];
  const timers: (() => void)[] = [];
  const people = new People({
    rest: { call: async () => ({ users: [ada] }) } as unknown as RestClient,
    persistence: { keep: (change: { value: unknown }) => void stored.push(change.value) } as unknown as Persistence,
    clock: { now: () => 0, setTimeout: (run) => (timers.push(run), () => undefined) },
    random: { number: () => 0, id: () => 'x' },
    isOnline: () => true,
  });
  people.want(['1', '2']);
  expect(people.store.getSnapshot().size).toBe(0);
  timers.shift()?.();
  await settle();
  expect(people.store.getSnapshot()).toEqual(
    new Map([
      ['1', ada],
      ['2', null],
    ]),
  );
  expect(stored).toEqual([[ada]]);
});
