import { type ComponentType, type RefObject, useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react';
import { flushSync } from 'react-dom';
import type { Shared } from '../../state/shared-state';
import type { RichFieldProps } from '../editor/editor-field';
import type { Field } from './field';

/** How the textarea was left; null: it was never there. */
export type Left = { readonly from: number; readonly to: number; readonly focused: boolean } | null;

export type RichField = { readonly Editor: ComponentType<RichFieldProps>; readonly start: Left };

let loaded: ComponentType<RichFieldProps> | null = null;
let loading: Promise<void> | null = null;
const waiting = new Set<() => void>();

/** A try that failed is made again when there is a connection, or when the next field opens. */
function load(): Promise<void> {
  loading ??= import('../editor/editor-field').then(
    ({ EditorField }) => {
      loaded = EditorField;
      for (const listener of waiting) listener();
    },
    (error: unknown) => {
      loading = null;
      throw error;
    },
  );
  return loading;
}

/** Whether the editor's script is there. */
export function useRichThere(): boolean {
  return useSyncExternalStore(
    (listener) => {
      waiting.add(listener);
      return () => waiting.delete(listener);
    },
    () => loaded !== null,
    () => false,
  );
}

/** By then what was opened has been drawn. */
const DRAWN_MS = 100;

/**
 * The editor, as soon as its script is there; null: a textarea does. It takes over between two keys, never while an input method is
 * at a word, with what was typed, the caret and the focus. Where nothing is written yet a textarea looks the same and is made sooner.
 */
export function useRichField(there: RefObject<Field | null>, typed: Shared<string>): RichField | null {
  const [rich, setRich] = useState<RichField | null>(() =>
    loaded === null || typed.current === '' ? null : { Editor: loaded, start: null },
  );
  /** The field where an input method is at a word: it is to be asked again behind that. */
  const takeOver = useEffectEvent((): Field | null => {
    const { current: field } = there;
    if (rich !== null || loaded === null || field === null) return null;
    if (field.composing) return field;
    const Editor = loaded;
    const start = leftAt(field.element);
    // At once, so that no key falls between the two.
    flushSync(() => setRich({ Editor, start }));
    return null;
  });
  useEffect(() => {
    if (rich !== null) return;
    let current = true;
    const attempt = (): void => {
      const composing = current ? takeOver() : null;
      composing?.element.addEventListener('compositionend', () => setTimeout(attempt, 0), { once: true });
    };
    // Without it one writes as before.
    const begin = (): void => void load().then(attempt, () => {});
    // What is there to be read is painted first.
    let timer: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(begin, loaded === null ? 0 : DRAWN_MS);
    });
    window.addEventListener('online', begin);
    return () => {
      current = false;
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      window.removeEventListener('online', begin);
    };
  }, [rich]);
  return rich;
}

function leftAt(element: HTMLElement): Left {
  if (!(element instanceof HTMLTextAreaElement)) return null;
  const { selectionStart: from, selectionEnd: to } = element;
  return { from, to, focused: document.activeElement === element };
}
