import { expect, test } from 'vitest';
import { emojiName, withRecent } from './emoji';

test('an emoji is called by its name where it has one here', () => {
  expect([emojiName('🎉', 'en'), emojiName('🎉', 'zh-CN'), emojiName('🦀', 'en')]).toEqual(['party', '庆祝', '🦀']);
});

test('what was used last stands first, each once, a row of them', () => {
  expect(withRecent(undefined, '🎉')).toEqual(['🎉']);
  expect(withRecent(['👍', '🎉'], '🎉')).toEqual(['🎉', '👍']);
  expect(withRecent(['1', '2', '3', '4', '5', '6', '7', '8'], '9')).toEqual(['9', '1', '2', '3', '4', '5', '6', '7']);
});
