import * as z from 'zod';
import { GroupProfile } from './group.js';
import { Counter, Id, Millis } from './ids.js';
import { Message } from './message.js';
import { UserSummary } from './people.js';
import { Draft, Personal } from './personal.js';

/** How far somebody is; watermarks that only move forward. */
export const Receipt = z.object({ userId: Id, readSeq: Counter, deliveredSeq: Counter }).meta({ id: 'Receipt' });
export type Receipt = z.infer<typeof Receipt>;

/** One row of the chat list, as its owner sees it. */
export const ChatListItem = z
  .object({
    conversationId: Id,
    kind: z.string().meta({ description: 'direct, group or channel; unknown kinds are kept.' }),
    peer: UserSummary.nullable().meta({ description: 'The other person of a direct conversation.' }),
    name: z.string().nullable().meta({ description: 'Of a group.' }),
    memberCount: Counter.nullable().meta({ description: 'Of a group.' }),
    role: z.string().nullable().meta({ description: 'Mine in a group: owner, admin or member.' }),
    profile: GroupProfile.nullable().meta({ description: 'Of a group or channel: its looks and rules.' }),
    mutedUntil: Millis.nullable().meta({ description: 'I may not send until then.' }),
    joinRequests: Counter.meta({ description: 'People who wait to be let in; only told to owner and admins.' }),
    head: z.object({ seq: Counter, rev: Counter, ord: Counter }),
    lastMessage: Message.nullable(),
    lastAt: Millis.meta({ description: 'When something was last said, or the conversation was made.' }),
    readSeq: Counter,
    readOrd: Counter.meta({ description: 'ord at readSeq: unread = head.ord - readOrd.' }),
    unread: Counter,
    mentionSeq: Counter.nullable().meta({ description: 'The newest unread message that calls me; null: none does.' }),
    peerReceipt: Receipt.nullable().meta({ description: 'How far the other person of a direct conversation is.' }),
    personal: Personal,
    draft: Draft.nullable().meta({ description: 'What I typed here and did not send, on whichever device.' }),
  })
  .meta({ id: 'ChatListItem' });
export type ChatListItem = z.infer<typeof ChatListItem>;
