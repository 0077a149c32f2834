import type { Editor } from '@tiptap/core';
import { closeHistory } from '@tiptap/pm/history';
import { Selection, TextSelection, type Transaction } from '@tiptap/pm/state';
import type { Field } from '../composer/field';

/** Stands for somebody who is called where letters are counted: a place of the caret, and none that a question could be made of. */
const ONE = '\uFFFC';

/** The editor, as what opens lists above it sees it. */
export function editorField(editor: Editor): Field {
  const { view } = editor;
  const shownTo = (to: number): string => view.state.doc.textBetween(0, to, '\n', ONE);
  const caret = (): number => {
    const { selection } = view.state;
    const writes = selection instanceof TextSelection && selection.empty && !selection.$from.parent.type.spec.code;
    return writes ? shownTo(selection.from).length : -1;
  };
  const change = (
    from: number | undefined,
    act: (tr: Transaction, start: number, end: number) => Transaction,
  ): void => {
    const { tr, selection } = view.state;
    const start = from === undefined ? selection.from : selection.from - (caret() - from);
    view.focus();
    view.dispatch(closeHistory(act(tr, start, selection.to)).scrollIntoView());
  };
  return {
    element: view.dom,
    get shown() {
      return shownTo(view.state.doc.content.size);
    },
    get caret() {
      return caret();
    },
    get composing() {
      return view.composing;
    },
    focus: (where) => {
      if (where === 'end') view.dispatch(view.state.tr.setSelection(Selection.atEnd(view.state.doc)));
      view.focus();
    },
    type: (text, from) =>
      change(from, (tr, start, end) => (text === '' ? tr.delete(start, end) : tr.insertText(text, start, end))),
    call: (name, from) =>
      change(from, (tr, start, end) =>
        tr.replaceWith(start, end, [editor.schema.node('mention', { name }), editor.schema.text(' ')]),
      ),
    code: (from) =>
      change(from, (tr, start, end) => {
        const { codeBlock } = editor.schema.nodes;
        return codeBlock === undefined ? tr : tr.delete(start, end).setBlockType(start, start, codeBlock);
      }),
  };
}
