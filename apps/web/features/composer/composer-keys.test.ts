import { describe, expect, it } from 'vitest';
import { isSend, type KeyPress } from './composer-keys';

const enter: KeyPress = {
  key: 'Enter',
  keyCode: 13,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
};
const longAgo = Infinity;

describe('Enter', () => {
  it('sends', () => {
    expect(isSend(enter, longAgo)).toBe(true);
    expect(isSend({ ...enter, ctrlKey: true }, longAgo)).toBe(true);
  });

  it('with Ctrl or ⌘ is the one that sends, where somebody chose so', () => {
    expect(isSend(enter, longAgo, 'mod-enter')).toBe(false);
    expect(isSend({ ...enter, ctrlKey: true }, longAgo, 'mod-enter')).toBe(true);
    expect(isSend({ ...enter, metaKey: true }, longAgo, 'mod-enter')).toBe(true);
    expect(isSend({ ...enter, ctrlKey: true, isComposing: true }, longAgo, 'mod-enter')).toBe(false);
    expect(isSend(enter, longAgo, 'enter')).toBe(true);
  });

  it.each<[string, Partial<KeyPress>, number]>([
    ['with Shift breaks the line', { shiftKey: true }, longAgo],
    ['with Alt breaks the line', { altKey: true }, longAgo],
    ['in a composition picks a word', { isComposing: true }, longAgo],
    ['with code 229 belongs to the input method', { keyCode: 229 }, longAgo],
    ['right after a composition confirmed it', {}, 10],
    ['is not another key', { key: 'a' }, longAgo],
  ])('%s', (_, changes, since) => {
    expect(isSend({ ...enter, ...changes }, since)).toBe(false);
  });
});
