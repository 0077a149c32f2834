import { useId, type KeyboardEventHandler, type RefObject } from 'react';
import { MentionList, mentionOptionId } from './mention-list';
import type { MentionPicker } from './use-mention-picker';

export type MentionFieldProps = {
  field: RefObject<HTMLTextAreaElement | null>;
  picker: MentionPicker;
  label: string;
  placeholder?: string;
  value: string;
  onChange: (field: HTMLTextAreaElement) => void;
  onKeyDown: KeyboardEventHandler<HTMLTextAreaElement>;
  onCompositionEnd: () => void;
  className: string;
};

/** A field in which an `@` opens the list of those who can be called. */
export function MentionField({ field, picker, label, onChange, ...rest }: MentionFieldProps) {
  const list = useId();
  return (
    <>
      {picker.options && (
        <MentionList
          id={list}
          options={picker.options}
          active={picker.active}
          onActive={picker.move}
          onPick={(called) => field.current && picker.pick(called, field.current)}
        />
      )}
      <textarea
        {...rest}
        ref={field}
        rows={1}
        aria-label={label}
        aria-autocomplete="list"
        aria-controls={picker.options ? list : undefined}
        aria-activedescendant={picker.options && picker.active >= 0 ? mentionOptionId(list, picker.active) : undefined}
        onChange={(event) => onChange(event.target)}
        onSelect={(event) => picker.onCaret(event.currentTarget)}
      />
    </>
  );
}
