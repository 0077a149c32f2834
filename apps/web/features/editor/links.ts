import { type Editor, getMarkRange } from '@tiptap/core';

/** Where what is selected leads, or what the caret is in; empty: nowhere. */
export function hrefAt(editor: Editor): string {
  const href: unknown = editor.getAttributes('link')['href'];
  return typeof href === 'string' ? href : '';
}

/** Empty: it leads nowhere any more. */
export function setLink(editor: Editor, href: string): void {
  const { state, view } = editor;
  const { link } = state.schema.marks;
  if (link === undefined) return;
  const { $from, from, to, empty } = state.selection;
  const range = empty ? (getMarkRange($from, link) ?? { from, to }) : { from, to };
  const { tr } = state;
  if (href === '') tr.removeMark(range.from, range.to, link);
  else if (range.from === range.to) tr.insertText(`${href} `, from);
  else tr.addMark(range.from, range.to, link.create({ href }));
  view.dispatch(tr);
  view.focus();
}
