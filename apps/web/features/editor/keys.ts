import { type Editor, Extension } from '@tiptap/core';
import { closeHistory, history, redo, undo } from '@tiptap/pm/history';
import { TextSelection } from '@tiptap/pm/state';
import { preferences } from '../../platform/preferences';
import { isLanguage } from './languages';

/** What a key does to the text; Enter comes here where it doesn't send. */
export const Keys = Extension.create({
  name: 'keys',
  priority: 1_000,
  addProseMirrorPlugins: () => [history()],
  addKeyboardShortcuts() {
    const { editor } = this;
    return {
      'Mod-z': () => undo(editor.state, editor.view.dispatch),
      'Mod-y': () => redo(editor.state, editor.view.dispatch),
      'Shift-Mod-z': () => redo(editor.state, editor.view.dispatch),
      'Mod-b': () => editor.commands.toggleMark('bold'),
      'Mod-i': () => editor.commands.toggleMark('italic'),
      'Mod-e': () => editor.commands.toggleMark('code'),
      'Mod-Shift-x': () => editor.commands.toggleMark('strike'),
      'Mod-Alt-c': () => editor.commands.toggleNode('codeBlock', 'paragraph'),
      'Mod-Shift-u': () => askLink(editor),
      'Mod-Shift-7': () => editor.commands.toggleList('orderedList', 'listItem'),
      'Mod-Shift-8': () => editor.commands.toggleList('bulletList', 'listItem'),
      'Mod-Shift-9': () => editor.commands.toggleWrap('blockquote'),
      Enter: () => breakLine(editor),
      'Shift-Enter': () => breakLine(editor),
      ArrowDown: () => leaveCode(editor),
      Tab: () => editor.commands.sinkListItem('listItem'),
      // Out of the outermost list Tab goes to what comes before.
      'Shift-Tab': () => listDepth(editor) > 1 && editor.commands.liftListItem('listItem'),
    };
  },
});

const linkKeys = new WeakMap<Editor, () => void>();
const asked = new WeakSet<Editor>();

/** The key for a link opens what asks for its address; where the signs are not shown, they are from now on. */
function askLink(editor: Editor): true {
  const open = linkKeys.get(editor);
  if (open !== undefined) open();
  else {
    asked.add(editor);
    preferences.change({ toolbar: true });
  }
  return true;
}

export function onLinkKey(editor: Editor, open: () => void): () => void {
  linkKeys.set(editor, open);
  if (asked.delete(editor)) open();
  return () => linkKeys.delete(editor);
}

/** Behind the backticks stands what it is written in; a word that names no language is code. */
function namesLanguage(editor: Editor): boolean {
  const { $from, empty } = editor.state.selection;
  const { parent } = $from;
  const name = parent.textContent;
  if (!parent.type.spec.code || !empty || $from.parentOffset < parent.content.size || !isLanguage(name)) return false;
  if (parent.attrs['language'] !== null) return false;
  return editor.commands.command(({ tr }) => {
    closeHistory(tr).delete($from.start(), $from.pos).setNodeAttribute($from.before(), 'language', name);
    return true;
  });
}

/** Three line ends in a row leave a block of code. */
function breakLine(editor: Editor): boolean {
  if (namesLanguage(editor)) return true;
  const { $from, empty } = editor.state.selection;
  const { parent } = $from;
  if (
    parent.type.spec.code &&
    empty &&
    $from.parentOffset === parent.content.size &&
    parent.textContent.endsWith('\n\n')
  ) {
    return editor
      .chain()
      .command(({ tr }) => {
        tr.delete($from.pos - 2, $from.pos);
        return true;
      })
      .exitCode()
      .run();
  }
  return editor.commands.first(({ commands }) => [
    () => commands.newlineInCode(),
    () => commands.splitListItem('listItem'),
    () => commands.liftEmptyBlock(),
    () => commands.splitBlock(),
  ]);
}

/** Under a block of code at the end there is nowhere to go yet. */
function leaveCode(editor: Editor): boolean {
  const { selection, doc } = editor.state;
  const { $from, empty } = selection;
  if (!(selection instanceof TextSelection) || !empty || !$from.parent.type.spec.code) return false;
  const isLast = $from.after() === doc.content.size && $from.parentOffset === $from.parent.content.size;
  return isLast && editor.commands.exitCode();
}

function listDepth(editor: Editor): number {
  const { $from } = editor.state.selection;
  let depth = 0;
  for (let at = $from.depth; at > 0; at -= 1) if ($from.node(at).type.name === 'listItem') depth += 1;
  return depth;
}
