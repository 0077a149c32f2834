import { parseMarkdown } from './markdown.js';
import type { Block, Inline, ListItem } from './markdown-tree.js';

/** What a text says without its markup: for the chat list, notifications, a screen reader's announcement. */
export function plainText(source: string): string {
  return textOfBlocks(parseMarkdown(source));
}

function textOfBlocks(blocks: readonly Block[]): string {
  return blocks.map(textOfBlock).join('\n');
}

function textOfBlock(block: Block): string {
  switch (block.type) {
    case 'paragraph':
      return textOfInlines(block.children);
    case 'code':
      return block.text;
    case 'quote':
      return textOfBlocks(block.children);
    case 'list':
      return block.items.map(textOfItem).join('\n');
  }
}

function textOfItem({ number, children }: ListItem): string {
  return `${number === null ? '•' : `${number}.`} ${textOfBlocks(children)}`;
}

export function textOfInlines(nodes: readonly Inline[]): string {
  return nodes.map((node) => ('children' in node ? textOfInlines(node.children) : node.text)).join('');
}
