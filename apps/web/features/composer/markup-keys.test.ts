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
    const texts = ['', 'a', 'a b', ' a ', '中文 后文'];
    const places = texts.flatMap((text) =>
      [...Array(text.length + 1).keys()].flatMap((start) =>
        [...Array(text.length + 1 - start).keys()].map((length) => ({ text, start, end: start + length })),
      ),
    );
    for (const { text, ...selection } of places) {
      for (const mark of ['**', '*', '`']) {
        const once = toggleMark(text, selection, mark);
        const [start, end] = once.select;
        const twice = toggleMark(apply(text, once), { start, end }, mark);
        expect(apply(apply(text, once), twice)).toBe(text);
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
