import type { ChatRow } from '@parley/sdk';
import { Avatar, type AvatarProps } from '@parley/ui';
import { Hash, Lock } from 'lucide-react';
import { isGroup } from './kinds';

export type ChatAvatarProps = {
  row: Pick<ChatRow, 'conversationId' | 'kind' | 'peer' | 'profile'>;
} & Pick<AvatarProps, 'name' | 'size' | 'presence'>;

/** The picture of a chat: a person's, the one that a group was given, or the sign of a channel. */
export function ChatAvatar({ row, ...rest }: ChatAvatarProps) {
  const { avatar = null, visibility } = row.profile ?? {};
  const Sign = visibility === 'public' ? Hash : Lock;
  const sign = row.kind === 'channel' ? <Sign aria-hidden size={18} strokeWidth={2} /> : undefined;
  const mark = avatar?.emoji == null ? sign : <span className="text-[1.4em] leading-none">{avatar.emoji}</span>;
  return (
    <Avatar
      {...rest}
      id={row.peer?.userId ?? row.conversationId}
      square={isGroup(row)}
      tint={avatar?.tint}
      mark={mark}
    />
  );
}
