import { checkMentions } from '@parley/core';
import { describe, expect, it } from 'vitest';
import { channelQuery, mentionQuery, mentionsIn, type Called, saidAgain } from './mention-text';

const user = (name: string, userId = name): Called => ({ type: 'user', name, userId });
const known: Called[] = [user('Ada'), user('Ada Byron'), user('王伟'), { type: 'all', name: '所有人' }, user('a@b')];
const found = (text: string): string[] => {
  const mentions = mentionsIn(text, known);
  checkMentions(text, mentions);
  return mentions.map((mention) => (mention.type === 'user' ? mention.userId : mention.type));
};

describe('who a text calls', () => {
  it.each([
    ['@王伟 看', ['王伟']],
    ['请@王伟看一下', ['王伟']],
    ['@Ada Byron and @Ada', ['Ada Byron', 'Ada']],
    ['@Adam', []],
    ['@Ada, @Ada', ['Ada', 'Ada']],
    ['mail@Ada', []],
    ['@所有人', ['all']],
    ['@@王伟', ['王伟']],
    ['@a@b 好', ['a@b']],
    ['@@王伟 @a@bc', ['王伟']],
    ['_@Ada_ and *@Ada*', ['Ada', 'Ada']],
    ['@nobody @ 王伟', []],
    ['@王伟'.repeat(60), Array.from({ length: 50 }, () => '王伟')],
  ])('%j', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });
});

describe('what is being typed after an @', () => {
  it.each([
    ['@', 1, { from: 0, query: '' }],
    ['你好@王', 4, { from: 2, query: '王' }],
    ['@ada b', 6, { from: 0, query: 'ada b' }],
    ['@王 看', 2, { from: 0, query: '王' }],
    ['a@b', 3, null],
    ['@a@b', 4, { from: 0, query: 'a@b' }],
    ['@Ada, a@b', 9, { from: 0, query: 'Ada, a@b' }],
    ['@王@', 3, { from: 2, query: '' }],
    ['@ a', 3, null],
    ['@a\nb', 4, null],
    ['no', 2, null],
    [`@${'x'.repeat(40)}`, 41, null],
  ])('%j at %i', (text, caret, expected) => {
    expect(mentionQuery(text, caret)).toEqual(expected);
  });
});

describe('what is being typed after a #', () => {
  it.each([
    ['#', 1, { from: 0, query: '' }],
    ['见#发布', 4, { from: 1, query: '发布' }],
    ['in #release n', 13, { from: 3, query: 'release n' }],
    ['#1', 2, null],
    ['#1st', 4, { from: 0, query: '1st' }],
    ['C#', 2, null],
    ['# heading', 3, null],
    ['@ada', 4, null],
  ])('%j at %i', (text, caret, expected) => {
    expect(channelQuery(text, caret)).toEqual(expected);
  });
});

it('said again in other words, a message stays in its thread and answers what it answered', () => {
  const before = { type: 'text', text: 'before', replyTo: { seq: 4 }, thread: { seq: 2 } };
  expect(saidAgain('after', before)).toEqual({ text: 'after', replyTo: { seq: 4 }, thread: { seq: 2 } });
  expect(saidAgain('after', { type: 'text', text: 'before' })).toEqual({ text: 'after' });
});
