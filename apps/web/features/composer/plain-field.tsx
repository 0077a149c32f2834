import { useImperativeHandle, useLayoutEffect, useRef, type AriaAttributes, type RefObject } from 'react';
import { type Shared, useShared } from '../../state/shared-state';
import { type Field, fieldOf } from './field';
import { markOf, toggleMark } from './markup-keys';
import type { Caret } from './use-picker';

/** What both kinds of field are given. */
export type SurfaceProps = {
  field: RefObject<Field | null>;
  label: string;
  placeholder: string | undefined;
  /** Markdown. */
  typed: Shared<string>;
  className: string;
  /** The list above it. */
  list: Pick<AriaAttributes, 'aria-controls' | 'aria-activedescendant'>;
  onChange: (text: string) => void;
  /** Where the caret is now, or what stands around it. */
  onCaret: (field: Caret) => void;
  /** Whether the key was for something else than the text. */
  onKeyDown: (event: KeyboardEvent, field: Field) => boolean;
  onCompositionEnd: () => void;
};

/** The field before the editor is there, and wherever it can't be had. */
export function PlainField({
  field,
  typed,
  label,
  list,
  onChange,
  onCaret,
  onKeyDown,
  onCompositionEnd,
  ...rest
}: SurfaceProps) {
  const value = useShared(typed, whole);
  const element = useRef<HTMLTextAreaElement>(null);
  const composing = useRef(false);
  useImperativeHandle(field, () => {
    if (element.current === null) throw new Error('no field');
    return fieldOf(element.current, () => composing.current);
  }, []);
  const tell = (of: HTMLTextAreaElement): void => onCaret(fieldOf(of, () => composing.current));
  useLayoutEffect(() => {
    if (element.current === null) return;
    grow(element.current);
    // What was sent is gone without a word from the browser.
    tell(element.current);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- who is told is whoever is there then
  }, [value]);
  return (
    <textarea
      {...rest}
      {...list}
      value={value}
      ref={element}
      rows={1}
      aria-label={label}
      aria-autocomplete="list"
      onChange={({ target }) => {
        onChange(target.value);
        tell(target);
      }}
      onKeyDown={({ nativeEvent, currentTarget }) => {
        if (
          onKeyDown(
            nativeEvent,
            fieldOf(currentTarget, () => composing.current),
          )
        )
          return;
        const mark = markOf(nativeEvent);
        if (mark === null) return;
        nativeEvent.preventDefault();
        putMark(currentTarget, mark);
      }}
      onSelect={({ currentTarget }) => tell(currentTarget)}
      onCompositionStart={() => {
        composing.current = true;
      }}
      onCompositionEnd={({ currentTarget }) => {
        composing.current = false;
        onCompositionEnd();
        tell(currentTarget);
      }}
    />
  );
}

const whole = (text: string): string => text;

/** As high as its text; the style sheet ends it at 40 % of the window. */
function grow(field: HTMLTextAreaElement): void {
  field.style.height = 'auto';
  // An empty one has its one line; to ask would lay out all that is being opened.
  if (field.value !== '') field.style.height = `${field.scrollHeight}px`;
}

/** As if it was typed: the field tells of the change itself, and can undo it. */
function putMark(field: HTMLTextAreaElement, mark: string): void {
  const edit = toggleMark(field.value, { start: field.selectionStart, end: field.selectionEnd }, mark);
  field.setSelectionRange(edit.from, edit.to);
  document.execCommand('insertText', false, edit.insert);
  field.setSelectionRange(...edit.select);
}
