import type { Me, Message, NotificationSettings } from '@parley/contract';
import { FANOUT, holdsKeyword, isMuted, isQuiet, type PushFacts } from '@parley/core';
import type { ChatRow } from '@parley/sdk';

export type Around = {
  readonly row: ChatRow;
  readonly me: Pick<Me, 'userId'>;
  readonly settings: NotificationSettings;
  /** Whether I follow the thread that it was said in. */
  readonly follows: (message: Message) => boolean;
  /** Somebody has this chat before their eyes, in whichever tab of this browser. */
  readonly looked: boolean;
  /** Ways to tell of it here: a notification, a sound. */
  readonly targets: number;
  readonly pushedAt: number | null;
  readonly systemPushedAt: number | null;
  readonly now: number;
};

/**
 * What the policy of pushes (core) asks for, as this page knows it, of each message of a conversation. It is the device that would be
 * pushed to, and a page that nobody looks at has shown nothing: so it neither waits for others nor counts as having it.
 */
export function factsHere(around: Around): (message: Message) => PushFacts {
  const { row, settings, looked, targets, now, pushedAt, systemPushedAt } = around;
  const memberCount = row.memberCount ?? 2;
  const large = memberCount > FANOUT.readAbove;
  // A thousand may come at once: what is the same for all is found out once.
  const common = {
    conversation: { kind: row.kind, memberCount, large },
    notify: row.personal.notify,
    muted: isMuted(row.personal, now),
    quiet: isQuiet(settings, now),
    targets,
    online: false,
    pushedAt,
    systemPushedAt,
    now,
  };
  return (message) => {
    const { content, senderId, sentAt, seq, thread } = message;
    const follows = thread !== undefined && around.follows(message);
    return {
      message: {
        state: content.type === 'recalled' ? 'recalled' : 'there',
        own: senderId === around.me.userId,
        system: content.type === 'system',
        at: sentAt,
        calls: callsOf(message, { myId: around.me.userId, hearsAll: !large && (thread === undefined || follows) }),
        // As for those who are not there: in a large group words wake nobody.
        keyword: !large && holdsKeyword(content.text ?? '', settings.keywords),
        thread: thread === undefined ? null : follows ? 'followed' : 'other',
        read: looked || seq <= row.readSeq,
        acked: false,
      },
      ...common,
    };
  };
}

function callsOf({ content }: Message, { myId, hearsAll }: { myId: string; hearsAll: boolean }): 'me' | 'all' | null {
  const { mentions = [] } = content;
  if (mentions.some(({ type, userId }) => type === 'user' && userId === myId)) return 'me';
  return hearsAll && mentions.some(({ type }) => type === 'all' || type === 'here') ? 'all' : null;
}
