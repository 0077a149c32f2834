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

/** An editor, and who hears it. */
export type Held = { readonly editor: Editor; ears: Ears };

const NOBODY: Ears = {
  known: () => [],
  onChange: () => undefined,
  onCaret: () => undefined,
  onKeyDown: () => false,
  onCompositionEnd: () => undefined,
};

/** The one that was left last. To make one takes as long as it takes to draw the messages of a chat. */
let spare: Held | null = null;

/** An editor in that element; what is in it is of whoever had it before, until something is put there. */
export function holdEditor(element: HTMLElement, ears: Ears): Held {
  const held = spare;
  if (held === null) return newEditor(element, ears);
  spare = null;
  held.ears = ears;
  element.append(held.editor.view.dom);
  return held;
}

/** With nobody at it, and nothing on it that its field put there. */
export function leaveEditor(held: Held, className: string): void {
  const { view } = held.editor;
  held.ears = NOBODY;
  if (spare !== null || view.composing) return held.editor.destroy();
  // Taken out of the page it would not be told that it has lost the focus.
  view.dom.blur();
  view.dom.classList.remove(...className.split(' '));
  spare = held;
}

function newEditor(element: HTMLElement, first: Ears): Held {
  // It is asked who is known while it is being made.
  const by = { ears: first };
  const known = (): readonly Called[] => by.ears.known();
  const editor: Editor = new Editor({
    element,
    // The policy allows no style but those of files: globals.css has what it needs.
    injectCSS: false,
    // Nothing, as a document: as a text it would be read as markup, which the policy forbids.
    content: { type: 'doc', content: [{ type: 'paragraph' }] },
    extensions: [...MESSAGE, Keys, Shortcuts, Addresses, Chips.configure({ known }), Pasting.configure({ known })],
    editorProps: {
      attributes: { role: 'textbox', 'aria-multiline': 'true', 'aria-autocomplete': 'list' },
      handleKeyDown: (_, event) => by.ears.onKeyDown(event, editorField(editor)),
      handleDOMEvents: {
        // The library would say that it was used: whoever stands around the field has a use for it, if nothing here has.
        keydown: (view, event) => {
          if (event.key !== 'Escape' || event.isComposing || view.composing) return false;
          by.ears.onKeyDown(event, editorField(editor));
          return true;
        },
        compositionend: () => {
          by.ears.onCompositionEnd();
          setTimeout(() => !editor.isDestroyed && by.ears.onCaret(editorField(editor)), AFTER_WORD_MS);
        },
      },
    },
    onTransaction: ({ editor: it, transaction }) => {
      if (transaction.docChanged) by.ears.onChange(it.state.doc);
      by.ears.onCaret(editorField(it));
    },
  });
  return Object.assign(by, { editor });
}

type Taken = { readonly text: string; readonly known: readonly Called[]; readonly left?: Left };

/** Puts a text in place of whatever was there; nothing that was done before can be undone then. */
export function take(editor: Editor, { text, known, left = null }: Taken): void {
  const doc = documentOf(editor.schema, text, mentionsIn(text, known));
  const [from, to] = left === null ? [text.length, text.length] : [left.from, left.to];
  const selection = TextSelection.between(doc.resolve(placeOf(doc, text, from)), doc.resolve(placeOf(doc, text, to)));
  editor.view.updateState(EditorState.create({ doc, selection, plugins: [...editor.state.plugins] }));
}
