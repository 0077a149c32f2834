import { type Extensions, Mark, Node } from '@tiptap/core';
import { isAddress } from './addresses';
import { languageIn } from './languages';

/** What a message can be made of: what core reads in a text, and no more. Each line of a paragraph is one. */
const Doc = Node.create({ name: 'doc', topNode: true, content: 'block+' });
const Text = Node.create({ name: 'text', group: 'inline' });

const Line = Node.create({
  name: 'paragraph',
  group: 'block',
  content: 'inline*',
  // What can't be told by what it looks like is written as it stands.
  addAttributes: () => ({ raw: { default: false, rendered: false, keepOnSplit: true } }),
  parseHTML: () => [{ tag: 'p' }],
  renderHTML: () => ['p', { dir: 'auto' }, 0],
});

const Quote = Node.create({
  name: 'blockquote',
  group: 'block',
  content: 'block+',
  defining: true,
  parseHTML: () => [{ tag: 'blockquote' }],
  renderHTML: () => ['blockquote', 0],
});

const BulletList = Node.create({
  name: 'bulletList',
  group: 'block list',
  content: 'listItem+',
  parseHTML: () => [{ tag: 'ul' }],
  renderHTML: () => ['ul', 0],
});

const OrderedList = Node.create({
  name: 'orderedList',
  group: 'block list',
  content: 'listItem+',
  parseHTML: () => [{ tag: 'ol' }],
  renderHTML: () => ['ol', 0],
});

const ListItem = Node.create({
  name: 'listItem',
  content: 'paragraph block*',
  defining: true,
  addAttributes: () => ({
    // Where the count goes on from another number than the next one.
    value: {
      default: null,
      keepOnSplit: false,
      parseHTML: numberOfItem,
      renderHTML: ({ value }) => (typeof value === 'number' ? { value } : {}),
    },
  }),
  parseHTML: () => [{ tag: 'li' }],
  renderHTML: ({ HTMLAttributes }) => ['li', HTMLAttributes, 0],
});

function numberOfItem(element: HTMLElement): number | null {
  const { parentElement: list } = element;
  const start = list?.firstElementChild === element ? list.getAttribute('start') : null;
  const number = Number.parseInt(element.getAttribute('value') ?? start ?? '', 10);
  return number >= 0 && number <= 999 ? number : null;
}

const CodeBlock = Node.create({
  name: 'codeBlock',
  group: 'block',
  content: 'text*',
  marks: '',
  code: true,
  defining: true,
  addAttributes: () => ({
    language: {
      default: null,
      parseHTML: (element) => languageIn(element.getAttribute('data-language')),
      renderHTML: ({ language }) => (typeof language === 'string' ? { 'data-language': language } : {}),
    },
  }),
  parseHTML: () => [{ tag: 'pre', preserveWhitespace: 'full' as const }],
  renderHTML: ({ HTMLAttributes }) => ['pre', { dir: 'ltr', spellcheck: 'false', ...HTMLAttributes }, ['code', 0]],
});

const Mention = Node.create({
  name: 'mention',
  group: 'inline',
  inline: true,
  atom: true,
  selectable: false,
  addAttributes: () => ({
    name: {
      default: '',
      parseHTML: (element) => element.dataset['mention'] ?? '',
      renderHTML: ({ name }) => ({ 'data-mention': String(name) }),
    },
  }),
  parseHTML: () => [{ tag: 'span[data-mention]' }],
  renderHTML: ({ node, HTMLAttributes }) => ['span', HTMLAttributes, nameIn(node)],
  renderText: ({ node }) => nameIn(node),
});

/** As the text has it. */
export function nameIn(node: { attrs: Readonly<Record<string, unknown>> }): string {
  return `@${String(node.attrs['name'])}`;
}

const Bold = Mark.create({
  name: 'bold',
  parseHTML: () => [
    { tag: 'strong' },
    // A page puts everything into one that is none.
    { tag: 'b', getAttrs: ({ style }) => (style.fontWeight === 'normal' ? false : null) },
    { style: 'font-weight', getAttrs: (value) => (/^(?:bold|[6-9]\d\d)$/.test(value) ? null : false) },
  ],
  renderHTML: () => ['strong', 0],
});
const Italic = Mark.create({
  name: 'italic',
  parseHTML: () => [{ tag: 'em' }, { tag: 'i' }, { style: 'font-style=italic' }],
  renderHTML: () => ['em', 0],
});
const Strike = Mark.create({
  name: 'strike',
  parseHTML: () => [{ tag: 's' }, { tag: 'del' }, { tag: 'strike' }],
  renderHTML: () => ['s', 0],
});
const Code = Mark.create({
  name: 'code',
  code: true,
  parseHTML: () => [{ tag: 'code' }],
  renderHTML: () => ['code', { spellcheck: 'false' }, 0],
});
const Link = Mark.create({
  name: 'link',
  inclusive: false,
  addAttributes: () => ({ href: { default: '' } }),
  parseHTML: () => [
    { tag: 'a[href]', getAttrs: (link) => (isAddress(link.getAttribute('href') ?? '') ? null : false) },
  ],
  renderHTML: ({ HTMLAttributes }) => ['a', { ...HTMLAttributes, rel: 'noopener noreferrer' }, 0],
});

const BLOCKS = [Doc, Text, Line, Quote, BulletList, OrderedList, ListItem, CodeBlock];
/** The outermost first. */
export const MESSAGE: Extensions = [...BLOCKS, Mention, Link, Bold, Italic, Strike, Code];
