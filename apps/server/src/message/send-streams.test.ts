import { expect, test } from 'vitest';
import { SendStreams } from './send-streams.js';

test('what was in flight behind a refused send is refused, until the device begins again', () => {
  const streams = new SendStreams();
  streams.markRefused('s', 'a');
  expect(streams.isBehindRefused('s', { clientMsgId: 'b', after: 'a' })).toBe(true);
  expect(streams.isBehindRefused('s', { clientMsgId: 'c', after: 'b' })).toBe(true);
  streams.arrive('s', { clientMsgId: 'a' });
  expect(streams.isBehindRefused('s', { clientMsgId: 'a' })).toBe(false);
  expect(streams.isBehindRefused('s', { clientMsgId: 'b', after: 'a' })).toBe(false);
});

test('one that is refused before the one it came after takes what is behind it along, whatever becomes of the other', () => {
  const streams = new SendStreams();
  streams.arrive('s', { clientMsgId: 'a' });
  // The second is held back at the door while the first is still on its way, and that one fails later.
  streams.markRefused('s', 'b');
  streams.markRefused('s', 'a');
  expect(streams.isBehindRefused('s', { clientMsgId: 'c', after: 'b' })).toBe(true);
  expect(streams.isBehindRefused('s', { clientMsgId: 'd', after: 'c' })).toBe(true);
});

test('streams do not touch each other', () => {
  const streams = new SendStreams();
  streams.markRefused('s', 'a');
  expect(streams.isBehindRefused('t', { clientMsgId: 'b', after: 'a' })).toBe(false);
});

test('memory is bounded: the stream refused longest ago is forgotten', () => {
  const streams = new SendStreams(2);
  streams.markRefused('s', 'a');
  streams.markRefused('t', 'a');
  streams.markRefused('u', 'a');
  expect(streams.isBehindRefused('s', { clientMsgId: 'b', after: 'a' })).toBe(false);
  expect(streams.isBehindRefused('u', { clientMsgId: 'b', after: 'a' })).toBe(true);
});
