import { expect, test } from 'vitest';
import { commandQuery, commandsFor } from './commands';

test.each([
  ['/', { from: 0, query: '' }],
  ['/Mu', { from: 0, query: 'mu' }],
  ['/mute me', null],
  ['/etc/hosts', null],
  ['a /mute', null],
  ['\n/mute', null],
  ['', null],
])('%j', (text, expected) => {
  expect(commandQuery(text, text.length)).toEqual(expected);
});

test('what stands behind the caret makes it a text', () => {
  expect(commandQuery('/mute', 3)).toBeNull();
});

const here = { muted: false, mayTopic: true, mayLeave: true, inThread: false };
const words = (query: string, may: Partial<typeof here> = {}): string[] =>
  commandsFor(query, { ...here, ...may }).map(({ act }) => act);

test('offers what one may do here', () => {
  expect(words('')).toEqual(['code', 'status', 'dnd', 'muteHour', 'muteDay', 'muteAlways', 'topic', 'leave']);
  expect(words('mu')).toEqual(['muteHour', 'muteDay', 'muteAlways']);
  expect(words('', { muted: true, mayTopic: false, mayLeave: false })).toEqual(['code', 'status', 'dnd', 'unmute']);
  expect(words('', { inThread: true })).toEqual(['code']);
  expect(words('nothing')).toEqual([]);
});
