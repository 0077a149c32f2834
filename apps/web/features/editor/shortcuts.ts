import { messageParts, type Inline } from '@parley/core';
import { Extension } from '@tiptap/core';
import { closeHistory } from '@tiptap/pm/history';
import type { Node, ResolvedPos } from '@tiptap/pm/model';
import { Plugin, type Transaction } from '@tiptap/pm/state';
import { canJoin, findWrapping } from '@tiptap/pm/transform';
import type { EditorView } from '@tiptap/pm/view';
import { AFTER_WORD_MS } from './places';
import { marksOf } from './from-markdown';
import { runsIn } from './runs';

/** Markdown that is typed becomes what it says as soon as it is complete. What is complete core says, as it does when it is read. */
export const Shortcuts = Extension.create({
  name: 'shortcuts',
  addProseMirrorPlugins: () => [
    new Plugin({
      props: {
        handleTextInput: (...[view, from, to, text]) => {
          if (view.composing || from !== to) return false;
          return makesBlock(view, text) || completesMark(view, text);
        },
        handleDOMEvents: {
          // The last sign may come from an input method: it stands there then.
          compositionend: (view) => {
            setTimeout(() => !view.isDestroyed && view.state.selection.empty && completesMark(view, ''), AFTER_WORD_MS);
            return false;
          },
        },
      },
    }),
  ],
});

/** `- `, `1. ` or `> ` at the start of a line, or three backticks. */
function makesBlock(view: EditorView, text: string): boolean {
  const { state } = view;
  const { $from } = state.selection;
  if ((text !== ' ' && text !== '`') || $from.parent.type.name !== 'paragraph') return false;
  const before = textBefore($from);
  const start = $from.start();
  const tr = state.tr.delete(start, $from.pos);
  const made =
    text === '`'
      ? before === '``' && $from.parent.content.size === 2 && asCode(tr, start)
      : asWrapped(tr, start, before);
  if (!made) return false;
  // What was typed can be had back by one undo.
  view.dispatch(state.tr.insertText(text));
  const later = view.state.tr.delete(start, start + before.length + text.length);
  if (text === '`') asCode(later, start);
  else asWrapped(later, start, before);
  view.dispatch(closeHistory(later).scrollIntoView());
  return true;
}

function asCode(tr: Transaction, start: number): boolean {
  const { codeBlock } = tr.doc.type.schema.nodes;
  if (codeBlock === undefined) return false;
  tr.setBlockType(start, start, codeBlock);
  return tr.doc.resolve(start).parent.type === codeBlock;
}

function asWrapped(tr: Transaction, start: number, before: string): boolean {
  const [part] = messageParts(`${before} x`, []);
  if (before === '' || part?.type !== 'block') return false;
  const { block } = part;
  if (block.type !== 'list' && block.type !== 'quote') return false;
  const number = block.type === 'list' ? (block.items[0]?.number ?? null) : null;
  const name = block.type === 'quote' ? 'blockquote' : number === null ? 'bulletList' : 'orderedList';
  const type = tr.doc.type.schema.nodes[name];
  const range = tr.doc.resolve(start).blockRange();
  const wrapping = range && type && findWrapping(range, type);
  if (!range || !wrapping) return false;
  tr.wrap(range, wrapping);
  const above = tr.doc.resolve(range.start).nodeBefore;
  const goesOn = above?.type === type && canJoin(tr.doc, range.start);
  if (number !== null && number !== 1 && !goesOn) tr.setNodeAttribute(range.start + 1, 'value', number);
  if (goesOn) tr.join(range.start);
  return true;
}

/** A second `**` makes bold what is between them. */
function completesMark(view: EditorView, text: string): boolean {
  const { state } = view;
  const { $from } = state.selection;
  if ($from.parent.type.name !== 'paragraph' || $from.parent.attrs['raw'] === true) return false;
  const line = textBefore($from) + text;
  if (!/[*_~`)]$/.test(line)) return false;
  const found = completed(line, plainFrom($from));
  if (found === null) return false;
  if (text !== '') view.dispatch(state.tr.insertText(text));
  const start = $from.start() + found.from;
  const nodes = runsIn([found.node]).map((run) => state.schema.text(run.text, marksOf(state.schema, run)));
  const tr = view.state.tr.replaceWith(start, view.state.selection.from, nodes).setStoredMarks([]);
  view.dispatch(closeHistory(tr).scrollIntoView());
  return true;
}

function completed(line: string, plain: number): { from: number; node: Inline } | null {
  const last = inlinesOf(line).at(-1);
  if (last === undefined || last.type === 'text' || last.type === 'mention') return null;
  for (let from = plain; from < line.length - 1; from += 1) {
    const sign = line.charAt(from);
    // One of two stars: the other one of the end is still to come.
    if (!/[*_~`[]/.test(sign) || (sign !== '[' && line.charAt(from - 1) === sign)) continue;
    const [node, ...more] = inlinesOf(line.slice(from));
    if (node !== undefined && more.length === 0 && JSON.stringify(node) === JSON.stringify(last)) return { from, node };
  }
  return null;
}

function inlinesOf(line: string): readonly Inline[] {
  const [part] = messageParts(line, []);
  return part?.type === 'line' ? part.children : [];
}

function textBefore({ parent, parentOffset }: ResolvedPos): string {
  return parent.textBetween(0, parentOffset, '', '\uFFFC');
}

/** From where on to the caret there is nothing but text without marks. */
function plainFrom({ parent, parentOffset }: ResolvedPos): number {
  let from = 0;
  parent.forEach((node: Node, offset) => {
    if (offset < parentOffset && (!node.isText || node.marks.length > 0)) from = offset + node.nodeSize;
  });
  return Math.min(from, parentOffset);
}
