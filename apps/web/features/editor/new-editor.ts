import { Editor } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { EditorState, TextSelection } from '@tiptap/pm/state';
import type { Field } from '../composer/field';
import { mentionsIn, type Called } from '../composer/mention-text';
import type { Left } from '../composer/use-rich-field';
import { Addresses } from './addresses';
import { Chips } from './chips';
import { editorField } from './editor-surface';
import { documentOf } from './from-markdown';
import { Keys } from './keys';
import { AFTER_WORD_MS, placeOf } from './places';
import { Pasting } from './pasting';
import { MESSAGE } from './schema';
import { Shortcuts } from './shortcuts';

export type Ears = {
  readonly known: () => readonly Called[];
  readonly onChange: (doc: Node) => void;
  readonly onCaret: (field: Field) => void;
  readonly onKeyDown: (event: KeyboardEvent, field: Field) => boolean;
  readonly onCompositionEnd: () => void;
};

export function newEditor(element: HTMLElement, ears: Ears): Editor {
  const { known } = ears;
  const editor: Editor = new Editor({
    element,
    // The policy allows no style but those of files: globals.css has what it needs.
    injectCSS: false,
    // Nothing, as a document: as a text it would be read as markup, which the policy forbids.
    content: { type: 'doc', content: [{ type: 'paragraph' }] },
    extensions: [...MESSAGE, Keys, Shortcuts, Addresses, Chips.configure({ known }), Pasting.configure({ known })],
    editorProps: {
      attributes: { role: 'textbox', 'aria-multiline': 'true', 'aria-autocomplete': 'list' },
      handleKeyDown: (_, event) => ears.onKeyDown(event, editorField(editor)),
      handleDOMEvents: {
        // The library would say that it was used: whoever stands around the field has a use for it, if nothing here has.
        keydown: (view, event) => {
          if (event.key !== 'Escape' || event.isComposing || view.composing) return false;
          ears.onKeyDown(event, editorField(editor));
          return true;
        },
        compositionend: () => {
          ears.onCompositionEnd();
          setTimeout(() => !editor.isDestroyed && ears.onCaret(editorField(editor)), AFTER_WORD_MS);
        },
      },
    },
    onTransaction: ({ editor: it, transaction }) => {
      if (transaction.docChanged) ears.onChange(it.state.doc);
      ears.onCaret(editorField(it));
    },
  });
  return editor;
}

type Taken = { readonly text: string; readonly known: readonly Called[]; readonly left?: Left };

/** Puts a text in place of whatever was there; nothing that was done before can be undone then. */
export function take(editor: Editor, { text, known, left = null }: Taken): void {
  const doc = documentOf(editor.schema, text, mentionsIn(text, known));
  const [from, to] = left === null ? [text.length, text.length] : [left.from, left.to];
  const selection = TextSelection.between(doc.resolve(placeOf(doc, text, from)), doc.resolve(placeOf(doc, text, to)));
  editor.view.updateState(EditorState.create({ doc, selection, plugins: [...editor.state.plugins] }));
}
