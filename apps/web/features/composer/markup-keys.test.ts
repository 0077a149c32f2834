import { describe, expect, it } from 'vitest';
import { markOf, toggleMark, type MarkupEdit } from './markup-keys';

const apply = (text: string, { from, to, insert }: MarkupEdit): string => text.slice(0, from) + insert + text.slice(to);
/** `[` and `]` stand for the ends of the selection. */
const toggled = (written: string, mark: string): string => {
  const start = written.indexOf('[');
  const text = written.replace('[', '');
  const end = text.indexOf(']');
  const plain = text.replace(']', '');
  const edit = toggleMark(plain, { start, end }, mark);
  const next = apply(plain, edit);
  const [a, b] = edit.select;
  return `${next.slice(0, a)}[${next.slice(a, b)}]${next.slice(b)}`;
};

describe('bold, italic and code by key', () => {
  it.each([
    ['a [b] c', '**', 'a **[b]** c'],
    ['a **[b]** c', '**', 'a [b] c'],
    ['a [b ]c', '*', 'a *[b]* c'],
    ['a []', '`', 'a `[]`'],
    ['`[]`', '`', '[]'],
    ['**[b]**', '*', '***[b]***'],
    ['***[b]***', '*', '**[b]**'],
    ['***[b]***', '**', '*[b]*'],
    ['*[b]*', '**', '***[b]***'],
    ['[中文]后文', '**', '**[中文]**后文'],
  ])('%s with %s', (text, mark, expected) => {
    expect(toggled(text, mark)).toBe(expected);
  });

  it('twice is as before', () => {
    for (const text of ['', 'a', 'a b', ' a ', '中文 后文']) {
      for (const mark of ['**', '*', '`']) {
        for (let start = 0; start <= text.length; start += 1) {
          for (let end = start; end <= text.length; end += 1) {
            const once = toggleMark(text, { start, end }, mark);
            const [from, to] = once.select;
            const twice = toggleMark(apply(text, once), { start: from, end: to }, mark);
            expect(apply(apply(text, once), twice)).toBe(text);
          }
        }
      }
    }
  });

  it('is by Ctrl or ⌘ alone', () => {
    const press = { key: 'b', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false };
    expect(markOf({ ...press, ctrlKey: true })).toBe('**');
    expect(markOf({ ...press, key: 'I', metaKey: true })).toBe('*');
    expect(markOf({ ...press, key: 'e', ctrlKey: true })).toBe('`');
    expect(markOf(press)).toBeNull();
    expect(markOf({ ...press, ctrlKey: true, shiftKey: true })).toBeNull();
    expect(markOf({ ...press, ctrlKey: true, isComposing: true })).toBeNull();
    expect(markOf({ ...press, key: 'constructor', ctrlKey: true })).toBeNull();
  });
});
