import type { Editor } from '@tiptap/core';
import { closeHistory } from '@tiptap/pm/history';
import type { Node } from '@tiptap/pm/model';
import { Selection, TextSelection, type Transaction } from '@tiptap/pm/state';
import type { Field } from '../composer/field';

/** Stands for somebody who is called where letters are counted, and for a letter of a link: a place of the caret, and none that a question could be made of. */
const ONE = '\uFFFC';

/** As it is read up to there, a line end between two blocks. */
function shownIn(doc: Node, to: number): string {
  let [shown, first] = ['', true];
  doc.nodesBetween(0, to, (node, at) => {
    if (node.isTextblock && !first) shown += '\n';
    if (node.isTextblock) first = false;
    const text = node.isText ? (node.text ?? '').slice(0, to - at) : node.isLeaf ? ONE : '';
    shown += node.marks.some(({ type }) => type.name === 'link') ? ONE.repeat(text.length) : text;
  });
  return shown;
}

/** The editor, as what opens lists above it sees it. */
export function editorField(editor: Editor): Field {
  const { view } = editor;
  const shownTo = (to: number): string => shownIn(view.state.doc, to);
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
    link: (words, href, from) =>
      change(from, (tr, start, end) => {
        const { link } = editor.schema.marks;
        const marks = link === undefined ? [] : [link.create({ href })];
        return tr.replaceWith(start, end, [editor.schema.text(words, marks), editor.schema.text(' ')]);
      }),
    code: (from) =>
      change(from, (tr, start, end) => {
        const { codeBlock } = editor.schema.nodes;
        return codeBlock === undefined ? tr : tr.delete(start, end).setBlockType(start, start, codeBlock);
      }),
  };
}
