import { useId, type RefObject } from 'react';
import type { Shared } from '../../state/shared-state';
import type { Field } from './field';
import { optionId } from './option-list';
import { PickerLists } from './picker-lists';
import { PlainField } from './plain-field';
import { useChannelPicker } from './use-channel-picker';
import type { CommandPicker } from './use-command-picker';
import { useEmojiPicker } from './use-emoji-picker';
import type { MentionPicker } from './use-mention-picker';
import type { Caret } from './use-picker';
import { useRichField } from './use-rich-field';

export type MentionFieldProps = {
  field: RefObject<Field | null>;
  picker: MentionPicker;
  /** Where a message begins, so does a command. */
  commands?: CommandPicker;
  label: string;
  placeholder?: string;
  typed: Shared<string>;
  onChange: (text: string) => void;
  /** Whether the key was for something else than the text. */
  onKeyDown: (event: KeyboardEvent) => boolean;
  onCompositionEnd: () => void;
  className: string;
  /** Where the signs of the editor stand, if they are wanted. */
  toolbar?: HTMLElement | null;
};

/**
 * A field in which an `@` opens the list of those who can be called, a `#` that of channels, a colon that of emoji, a slash that of
 * commands. A textarea, until the editor is there: docs/adr/0019-composer.md.
 */
export function MentionField({
  field,
  picker,
  commands,
  onKeyDown,
  placeholder,
  toolbar = null,
  ...rest
}: MentionFieldProps) {
  const list = useId();
  const emoji = useEmojiPicker();
  const channels = useChannelPicker();
  const rich = useRichField(field, rest.typed);
  const shown = [picker, commands, channels, emoji].find((one) => one?.options != null) ?? emoji;
  const isOpen = shown.options !== null;
  const surface = {
    ...rest,
    field,
    placeholder,
    list: {
      'aria-controls': isOpen ? list : undefined,
      'aria-activedescendant': isOpen && shown.active >= 0 ? optionId(list, shown.active) : undefined,
    },
    onCaret: ({ shown: text, caret, composing }: Caret): void => {
      // Each is made from the whole text, for all four once.
      for (const one of [picker, channels, emoji, commands]) one?.onCaret({ shown: text, caret, composing });
    },
    onKeyDown: (event: KeyboardEvent, at: Field): boolean => {
      if (picker.onKeyDown(event, at)) return true;
      const others = picker.options === null ? [channels, emoji, commands] : [];
      return others.some((one) => one?.onKeyDown(event, at) === true) || onKeyDown(event);
    },
  };
  return (
    <>
      <PickerLists
        id={list}
        active={shown.active}
        onActive={shown.move}
        picker={picker}
        channels={channels}
        emoji={emoji}
        commands={commands}
        field={() => field.current}
      />
      {rich === null ? (
        <PlainField {...surface} />
      ) : (
        <rich.Editor {...surface} start={rich.start} known={picker.known} toolbar={toolbar} />
      )}
    </>
  );
}
