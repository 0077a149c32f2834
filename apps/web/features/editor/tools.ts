import type { Editor } from '@tiptap/core';
import {
  Bold,
  Code,
  Italic,
  List,
  ListOrdered,
  type LucideIcon,
  SquareCode,
  Strikethrough,
  TextQuote,
} from 'lucide-react';

export type ToolName = 'bold' | 'italic' | 'strike' | 'code' | 'codeBlock' | 'bulletList' | 'orderedList' | 'quote';
export type Tool = {
  readonly name: ToolName;
  readonly icon: LucideIcon;
  readonly isOn: (editor: Editor) => boolean;
  readonly run: (editor: Editor) => boolean;
};

const mark = (name: ToolName, icon: LucideIcon): Tool => ({
  name,
  icon,
  isOn: (editor) => editor.isActive(name),
  run: (editor) => editor.commands.toggleMark(name),
});

const list = (name: 'bulletList' | 'orderedList', icon: LucideIcon): Tool => ({
  name,
  icon,
  isOn: (editor) => editor.isActive(name),
  run: (editor) => editor.commands.toggleList(name, 'listItem'),
});

/** What the signs of the editor do, and its keys of the same names (state/keys.ts). */
export const TOOLS: readonly Tool[] = [
  mark('bold', Bold),
  mark('italic', Italic),
  mark('strike', Strikethrough),
  list('bulletList', List),
  list('orderedList', ListOrdered),
  {
    name: 'quote',
    icon: TextQuote,
    isOn: (editor) => editor.isActive('blockquote'),
    run: (editor) => editor.commands.toggleWrap('blockquote'),
  },
  mark('code', Code),
  {
    name: 'codeBlock',
    icon: SquareCode,
    isOn: (editor) => editor.isActive('codeBlock'),
    run: (editor) => editor.commands.toggleNode('codeBlock', 'paragraph'),
  },
];
