import { expect, it } from 'vitest';
import { type ChannelOption, channelsFor } from './channel-option';

const channel = (conversationId: string, name: string, joined = true): ChannelOption => ({
  conversationId,
  name,
  topic: '',
  joined,
});
const mine = [channel('1', 'design'), channel('2', '发布 release'), channel('3', 'release')];
const others = [channel('3', 'release'), channel('4', 'relay', false), channel('5', 'pre-release', false)];
const ids = (query: string): string =>
  channelsFor(query, { mine, others })
    .map(({ conversationId }) => conversationId)
    .join(' ');

it('channels: the best first, of two as good mine, each of them once', () => {
  expect(ids('')).toBe('1 2 3 4 5');
  expect(ids('rel')).toBe('3 4 2 5');
  expect(ids('发布')).toBe('2');
  expect(ids('nothing of the kind')).toBe('');
});

it('a list has room for eight', () => {
  const many = Array.from({ length: 20 }, (_, at) => channel(String(at + 10), `team ${at}`, false));
  expect(channelsFor('team', { mine: [], others: many })).toHaveLength(8);
});
