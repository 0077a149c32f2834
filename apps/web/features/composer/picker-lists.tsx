import { ChannelOptions } from './channel-options';
import { CommandOptions } from './command-options';
import { EmojiOptions } from './emoji-options';
import type { Field } from './field';
import { MentionList } from './mention-list';
import type { ChannelPicker } from './use-channel-picker';
import type { CommandPicker } from './use-command-picker';
import type { EmojiPicker } from './use-emoji-picker';
import type { MentionPicker } from './use-mention-picker';

type ListsProps = {
  id: string;
  active: number;
  onActive: (index: number) => void;
  picker: MentionPicker;
  channels: ChannelPicker;
  emoji: EmojiPicker;
  commands: CommandPicker | undefined;
  field: () => Field | null;
};

/** Whatever what is typed has opened: people before anything else. */
export function PickerLists({ picker, channels, emoji, commands, field, ...list }: ListsProps) {
  const into = <T,>(pick: (option: T, field: Field) => void) => {
    return (option: T): void => {
      const there = field();
      if (there !== null) pick(option, there);
    };
  };
  if (picker.options) return <MentionList {...list} options={picker.options} onPick={into(picker.pick)} />;
  return (
    <>
      {channels.options && <ChannelOptions {...list} options={channels.options} onPick={into(channels.pick)} />}
      {emoji.options && <EmojiOptions {...list} options={emoji.options} onPick={into(emoji.pick)} />}
      {commands?.options && <CommandOptions {...list} options={commands.options} onPick={into(commands.pick)} />}
    </>
  );
}
