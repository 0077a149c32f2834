import { Extension } from '@tiptap/core';
import { Fragment, type Node, type Schema, Slice } from '@tiptap/pm/model';
import { Plugin } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { mentionsIn, type Called } from '../composer/mention-text';
import { isAddress } from './addresses';
import { blocksOf } from './from-markdown';
import { linesOf } from './to-markdown';

/** Stands for a line end of a page, whose own ones are spaces. */
const BREAK = '\u2028';

/** What is pasted becomes what a message knows; a text is read as Markdown, unless it is asked to stay as it is (Ctrl+Shift+V). */
export const Pasting = Extension.create<{ known: () => readonly Called[] }>({
  name: 'pasting',
  addOptions: () => ({ known: () => [] }),
  addProseMirrorPlugins() {
    const { known } = this.options;
    // What was copied here, and text, is what it is.
    let fromPage = false;
    return [
      new Plugin({
        props: {
          clipboardTextParser: (...[text, , plain, { state }]) =>
            plain ? asItIs(state.schema, text) : asMarkdown(state.schema, text, known()),
          clipboardTextSerializer: textOf,
          transformPastedHTML: (html) => {
            fromPage = !html.includes('data-pm-slice');
            return fromPage ? inert(html).replaceAll(/\s*<br\b[^>]*>\s*/gi, BREAK) : html;
          },
          transformPasted: (slice, { state }) => {
            const clean = fromPage ? cleaned(state.schema, slice) : slice;
            fromPage = false;
            return clean;
          },
          handlePaste: (view, { clipboardData }) => {
            if (clipboardData === null) return false;
            const text = clipboardData.getData('text/plain');
            return pastesLink(view, text) || pastesCells(view, clipboardData.getData('text/html'), text);
          },
        },
      }),
    ];
  },
});

/** Without what the page's policy would refuse, and tell of, while it is read: looks, and handlers, which none of it would keep. */
function inert(html: string): string {
  return html
    .replaceAll(/<style\b[\s\S]*?<\/style>/gi, '')
    .replaceAll(/<[a-z][^>]*>/gi, (tag) => tag.replaceAll(/[\s/](style|on[a-z]+)(?=\s*=)/gi, ' data-$1'));
}

function asMarkdown(schema: Schema, text: string, known: readonly Called[]): Slice {
  const lines = text.replaceAll(/\r\n?/g, '\n');
  return openSlice(blocksOf(schema, lines, mentionsIn(lines, known)));
}

function asItIs(schema: Schema, text: string): Slice {
  const lines = text.split(/\r\n?|\n/);
  return openSlice(lines.map((line) => schema.node('paragraph', null, line === '' ? [] : schema.text(line))));
}

/** Lines at its ends go on the lines that they are put into. */
function openSlice(nodes: readonly Node[]): Slice {
  const open = (node: Node | undefined): number => (node?.type.name === 'paragraph' ? 1 : 0);
  return new Slice(Fragment.fromArray([...nodes]), open(nodes[0]), open(nodes.at(-1)));
}

/** Markdown of what was copied; of a part of one line or block of code only what it says. */
function textOf(slice: Slice): string {
  let { content, openStart, openEnd } = slice;
  for (let only = content.firstChild; only !== null && content.childCount === 1; only = content.firstChild) {
    if (only.isInline || openStart === 0 || openEnd === 0) break;
    if (only.type.spec.code) return only.textContent;
    content = only.content;
    openStart -= 1;
    openEnd -= 1;
  }
  const lines: string[] = [];
  const inline: Node[] = [];
  content.forEach((node) => {
    if (node.isInline) inline.push(node);
    else lines.push(...linesOf(node));
  });
  const { paragraph } = inline[0]?.type.schema.nodes ?? {};
  if (paragraph !== undefined) lines.push(...linesOf(paragraph.create(null, inline)));
  return lines.join('\n');
}

/** An address on what is selected makes a link of it. */
function pastesLink({ state, dispatch }: EditorView, text: string): boolean {
  const { selection, schema, tr } = state;
  const { link } = schema.marks;
  if (selection.empty || link === undefined || !isAddress(text.trim())) return false;
  if (!selection.$from.sameParent(selection.$to) || selection.$from.parent.type.spec.code) return false;
  dispatch(tr.addMark(selection.from, selection.to, link.create({ href: text.trim() })));
  return true;
}

/** Cells of a spreadsheet are lines of text. */
function pastesCells(view: EditorView, html: string, text: string): boolean {
  if (!/<table[\s>]/i.test(html) || !text.includes('\t')) return false;
  view.dispatch(view.state.tr.replaceSelection(asItIs(view.state.schema, text.replace(/\r?\n$/, ''))).scrollIntoView());
  return true;
}

function cleaned(schema: Schema, slice: Slice): Slice {
  const { paragraph } = schema.nodes;
  const loose =
    slice.content.firstChild?.isInline === true && slice.content.textBetween(0, slice.content.size).includes(BREAK);
  const lines = loose && paragraph !== undefined ? Fragment.from(paragraph.create(null, slice.content)) : slice.content;
  const content = Fragment.fromArray(cleanNodes(schema, lines));
  return content.eq(slice.content) ? slice : Slice.maxOpen(content);
}

function cleanNodes(schema: Schema, content: Fragment): Node[] {
  const nodes: Node[] = [];
  content.forEach((node) => {
    if (node.isText) nodes.push(cleanText(schema, node));
    else if (node.type.name === 'paragraph') nodes.push(...cleanLines(schema, node));
    else if (node.isTextblock) nodes.push(cleanCode(schema, node));
    else if (node.isLeaf) nodes.push(node);
    else nodes.push(node.copy(Fragment.fromArray(cleanNodes(schema, node.content))));
  });
  // One line between two of them is enough.
  return nodes.filter((node, index) => !isBlank(node) || (index > 0 && !isBlank(nodes[index - 1] ?? node)));
}

function isBlank(node: Node): boolean {
  return node.type.name === 'paragraph' && node.content.size === 0;
}

function cleanText(schema: Schema, node: Node): Node {
  return schema.text((node.text ?? '').replaceAll('\u00a0', ' '), node.marks);
}

function cleanCode(schema: Schema, node: Node): Node {
  const text = node.textContent.replaceAll(BREAK, '\n');
  return node.copy(text === '' ? Fragment.empty : Fragment.from(schema.text(text)));
}

/** A line end within a line makes two of it. */
function cleanLines(schema: Schema, line: Node): Node[] {
  const lines: Node[][] = [[]];
  line.forEach((node) => {
    if (!node.isText) return lines.at(-1)?.push(node);
    const clean = cleanText(schema, node);
    for (const [index, text] of (clean.text ?? '').split(/[\n\u2028]/).entries()) {
      if (index > 0) lines.push([]);
      if (text !== '') lines.at(-1)?.push(schema.text(text, clean.marks));
    }
    return undefined;
  });
  return lines.map((nodes) => line.copy(Fragment.fromArray(nodes)));
}
