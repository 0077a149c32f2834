import type { Editor } from '@tiptap/core';
import { useImperativeHandle, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useShared } from '../../state/shared-state';
import type { Called } from '../composer/mention-text';
import type { SurfaceProps } from '../composer/plain-field';
import type { Left } from '../composer/use-rich-field';
import { editorField } from './editor-surface';
import { newEditor, take } from './new-editor';
import { markdownOf } from './to-markdown';
import { Toolbar } from './toolbar';

export type RichFieldProps = SurfaceProps & {
  /** How the textarea was left, that this takes over from. */
  start: Left;
  /** Whom the text may call by name. */
  known: () => readonly Called[];
  /** Where the signs stand, if they are wanted. */
  toolbar: HTMLElement | null;
};

/** The field in which a text looks as it will when it is sent. Its text is Markdown, as that of the textarea. */
export function EditorField(props: RichFieldProps) {
  const { field, typed, toolbar } = props;
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  const [editor, setEditor] = useState<Editor | null>(null);
  const there = useRef<Editor | null>(null);
  const said = useRef<string | null>(null);
  useLayoutEffect(() => {
    latest.current = props;
  });
  useLayoutEffect(() => {
    if (host.current === null) return;
    const made = newEditor(host.current, {
      known: () => latest.current.known(),
      onKeyDown: (event, at) => latest.current.onKeyDown(event, at),
      onCompositionEnd: () => latest.current.onCompositionEnd(),
      onCaret: (at) => latest.current.onCaret(at),
      onChange: (doc) => {
        said.current = markdownOf(doc);
        latest.current.onChange(said.current);
      },
    });
    const { typed: now, start } = latest.current;
    const text = now.current;
    said.current = text;
    take(made, { text, known: latest.current.known(), left: start });
    if (start?.focused === true) made.view.focus();
    there.current = made;
    setEditor(made);
    return () => made.destroy();
  }, []);
  // With the first paint: whoever opened it wants to write at once.
  useImperativeHandle(field, () => {
    if (there.current === null) throw new Error('no editor');
    return editorField(there.current);
  }, []);
  useLayoutEffect(() => {
    if (editor === null) return;
    const { view } = editor;
    const replace = (): void => {
      if (typed.current === said.current) return;
      if (view.composing) return view.dom.addEventListener('compositionend', replace, { once: true });
      said.current = typed.current;
      take(editor, { text: said.current, known: latest.current.known() });
      latest.current.onCaret(editorField(editor));
    };
    // Sent, or written on another device.
    const stop = typed.subscribe(replace);
    replace();
    return () => {
      stop();
      view.dom.removeEventListener('compositionend', replace);
    };
  }, [editor, typed]);
  useAttributes(editor, props);
  return (
    <>
      <div ref={host} className="flex min-w-0 flex-1" />
      {toolbar !== null && editor !== null && createPortal(<Toolbar editor={editor} />, toolbar)}
    </>
  );
}

/** What the field is to those who can't see it. The editor leaves these alone. */
function useAttributes(editor: Editor | null, { label, placeholder, className, list, typed }: RichFieldProps): void {
  const empty = useShared(typed, (text) => text === '');
  useLayoutEffect(() => {
    if (editor === null) return;
    const { dom } = editor.view;
    const attributes = {
      'aria-label': label,
      'aria-placeholder': placeholder,
      'data-empty': empty ? '' : undefined,
      'aria-controls': list['aria-controls'],
      'aria-activedescendant': list['aria-activedescendant'],
    };
    for (const [name, wanted] of Object.entries(attributes)) {
      if (wanted === undefined) dom.removeAttribute(name);
      else dom.setAttribute(name, wanted);
    }
    dom.classList.add(...className.split(' '));
    // For the style sheet: what an empty field shows stands in its first line.
    dom.style.setProperty('--placeholder', JSON.stringify(placeholder ?? ''));
  });
}
