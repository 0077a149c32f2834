import { useId, type KeyboardEvent, type RefObject } from 'react';
import { EmojiOptions } from './emoji-options';
import { MentionList } from './mention-list';
import { optionId } from './option-list';
import { useEmojiPicker } from './use-emoji-picker';
import { CommandOptions } from './command-options';
import type { CommandPicker } from './use-command-picker';
import type { MentionPicker } from './use-mention-picker';

export type MentionFieldProps = {
  field: RefObject<HTMLTextAreaElement | null>;
  picker: MentionPicker;
  /** Where a message begins, so does a command. */
  commands?: CommandPicker;
  label: string;
  placeholder?: string;
  value: string;
  onChange: (field: HTMLTextAreaElement) => void;
  onKeyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => void;
  onCompositionEnd: () => void;
  className: string;
};

/** A field in which an `@` opens the list of those who can be called, a colon that of emoji, a slash that of commands. */
export function MentionField({ field, picker, commands, label, onChange, onKeyDown, ...rest }: MentionFieldProps) {
  const list = useId();
  const emoji = useEmojiPicker(rest.value);
  const shown = [picker, commands, emoji].find((one) => one?.options != null) ?? emoji;
  const props = { id: list, active: shown.active, onActive: shown.move };
  return (
    <>
      {picker.options ? (
        <MentionList
          {...props}
          options={picker.options}
          onPick={(called) => field.current && picker.pick(called, field.current)}
        />
      ) : (
        emoji.options && (
          <EmojiOptions
            {...props}
            options={emoji.options}
            onPick={(option) => field.current && emoji.pick(option, field.current)}
          />
        )
      )}
      {commands?.options && (
        <CommandOptions
          {...props}
          options={commands.options}
          onPick={(command) => field.current && commands.pick(command, field.current)}
        />
      )}
      <textarea
        {...rest}
        ref={field}
        rows={1}
        aria-label={label}
        aria-autocomplete="list"
        aria-controls={shown.options ? list : undefined}
        aria-activedescendant={shown.options && shown.active >= 0 ? optionId(list, shown.active) : undefined}
        onChange={(event) => {
          onChange(event.target);
          emoji.onCaret(event.target);
          commands?.onCaret(event.target);
        }}
        onKeyDown={(event) => {
          if (picker.options === null && (emoji.onKeyDown(event) || commands?.onKeyDown(event) === true)) return;
          onKeyDown(event);
        }}
        onSelect={(event) => {
          picker.onCaret(event.currentTarget);
          emoji.onCaret(event.currentTarget);
          commands?.onCaret(event.currentTarget);
        }}
      />
    </>
  );
}
