import { getSchema } from '@tiptap/core';
import { EditorState } from '@tiptap/pm/state';
import { describe, expect, it } from 'vitest';
import { documentOf } from './from-markdown';
import { placeOf } from './places';
import { MESSAGE } from './schema';
import { markdownOf } from './to-markdown';

const schema = getSchema(MESSAGE);

/** `|` stands for the caret, in the text and in what is shown of it. */
function taken(written: string): string {
  const at = written.indexOf('|');
  const text = written.replace('|', '');
  const doc = documentOf(schema, text, []);
  const place = placeOf(doc, text, at);
  return EditorState.create({ doc })
    .tr.insertText('|', place)
    .doc.textBetween(0, doc.content.size + 1, '\n');
}

describe('the caret, taken over from a text', () => {
  it.each([
    ['|', '|'],
    ['ab|c', 'ab|c'],
    ['abc|', 'abc|'],
    ['a\n|b', 'a\n|b'],
    ['a|\nb', 'a|\nb'],
    ['a\n\n|', 'a\n\n|'],
    ['a **b|c** d', 'a b|c d'],
    ['**bc** d|', 'bc d|'],
    ['- a\n- b|\n\nc', 'a\nb|\n\nc'],
    ['```\na|b\n```', 'a|b'],
    ['> q|', 'q|'],
  ])('%j', (written, shown) => {
    expect(taken(written)).toBe(shown);
  });
});

describe('a text that is changed in one place', () => {
  it.each([
    // Another line is written as it was, in whosever hand.
    ['_a_\n* b\n  * c\n\nlast', '_a_\n* b\n  * c\n\nlast!'],
    ['3) a\n\n3) b\nlast', '3) a\n\n3) b\nlast!'],
    // What was left open is closed as soon as something stands under it.
    ['`a', '`a!'],
  ])('%j', (before, after) => {
    const state = EditorState.create({ doc: documentOf(schema, before, []) });
    const { doc } = state.apply(state.tr.insertText('!', state.doc.content.size - 1));
    expect(markdownOf(doc)).toBe(after);
  });

  it('a block of code that was left open is closed when a line comes under it', () => {
    const state = EditorState.create({ doc: documentOf(schema, '```\na', []) });
    const { doc } = state.apply(
      state.tr.insert(state.doc.content.size, schema.node('paragraph', null, schema.text('b'))),
    );
    expect(markdownOf(doc)).toBe('```\na\n```\nb');
  });
});
