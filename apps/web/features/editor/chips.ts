import { Extension } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { type EditorState, Plugin, type Transaction } from '@tiptap/pm/state';
import { mentionsIn, type Called } from '../composer/mention-text';

/** Whoever a text calls stands in it as one piece, however it came there: what is seen is who will be told. */
export const Chips = Extension.create<{ known: () => readonly Called[] }>({
  name: 'chips',
  addOptions: () => ({ known: () => [] }),
  addProseMirrorPlugins() {
    const { editor, options } = this;
    return [
      new Plugin({
        appendTransaction: (transactions, _, state) => {
          const typed = transactions.some(({ docChanged, selectionSet }) => docChanged || selectionSet);
          // Whoever takes it back by undo has it as it was typed.
          const undone = transactions.some((one) => one.getMeta('history$') !== undefined);
          return typed && !undone && !editor.view.composing ? withChips(state, options.known()) : null;
        },
      }),
    ];
  },
});

function withChips(state: EditorState, known: readonly Called[]): Transaction | null {
  const found: { from: number; to: number; name: string }[] = [];
  state.doc.descendants((block, pos) => {
    if (!block.isTextblock || block.type.spec.code || !block.textContent.includes('@')) return;
    const text = block.textBetween(0, block.content.size, '', '\uFFFC');
    for (const { at, length } of mentionsIn(text, known)) {
      const from = pos + 1 + at;
      found.push({ from, to: from + length, name: text.slice(at + 1, at + length) });
    }
  });
  const { tr, selection, schema } = state;
  for (const { from, to, name } of found.reverse()) {
    // While the caret is at it, it may go on.
    if (selection.from <= to && selection.to > from) continue;
    const marks = marksAt(state.doc, from);
    if (marks.some(({ type }) => type.name === 'code')) continue;
    tr.replaceWith(from, to, schema.node('mention', { name }, undefined, marks));
  }
  return tr.docChanged ? tr : null;
}

function marksAt(doc: Node, pos: number): Node['marks'] {
  return doc.nodeAt(pos)?.marks ?? [];
}
