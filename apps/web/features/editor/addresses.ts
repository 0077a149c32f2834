import { messageParts, type Inline } from '@parley/core';
import { Extension } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { Plugin } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';

/** An address that stands for itself is a link to whoever reads it, so it looks like one. */
export const Addresses = Extension.create({
  name: 'addresses',
  addProseMirrorPlugins: () => [
    new Plugin<DecorationSet>({
      state: {
        init: (_, { doc }) => decorated(doc),
        apply: (tr, before) => (tr.docChanged ? decorated(tr.doc) : before),
      },
      props: {
        decorations(state) {
          return this.getState(state);
        },
      },
    }),
  ],
});

type Range = { readonly from: number; readonly to: number };
/** By line: of those that nobody touched nothing is read again. */
const found = new WeakMap<Node, readonly Range[]>();

function decorated(doc: Node): DecorationSet {
  const decorations: Decoration[] = [];
  doc.descendants((node, pos) => {
    if (node.type.name !== 'paragraph') return node.type.name !== 'codeBlock';
    for (const { from, to } of addressesIn(node)) {
      decorations.push(Decoration.inline(pos + 1 + from, pos + 1 + to, { class: 'address' }));
    }
    return false;
  });
  return DecorationSet.create(doc, decorations);
}

function addressesIn(line: Node): readonly Range[] {
  const before = found.get(line);
  if (before !== undefined) return before;
  const ranges: Range[] = [];
  line.forEach((node, offset) => {
    if (!node.isText || node.marks.some(({ type }) => type.name === 'code' || type.name === 'link')) return;
    const text = node.text ?? '';
    if (!/https?:/i.test(text)) return;
    let at = 0;
    for (const href of bareIn(messageParts(text, []).flatMap((part) => (part.type === 'line' ? part.children : [])))) {
      at = text.indexOf(href, at);
      if (at === -1) return;
      ranges.push({ from: offset + at, to: offset + at + href.length });
      at += href.length;
    }
  });
  found.set(line, ranges);
  return ranges;
}

function bareIn(nodes: readonly Inline[]): string[] {
  return nodes.flatMap((node) => {
    if (node.type === 'link') return [node.href];
    return 'children' in node ? bareIn(node.children) : [];
  });
}

/** Whether a link may lead there: what core lets pass. */
export function isAddress(text: string): boolean {
  const [part] = messageParts(`[x](${text})`, []);
  const [node] = part?.type === 'line' ? part.children : [];
  return node?.type === 'link' && node.href === text;
}
