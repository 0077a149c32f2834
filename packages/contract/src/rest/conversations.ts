import * as z from 'zod';
import { ChatListItem } from '../conversation.js';
import { ForwardRequest } from '../forward.js';
import { Audience, GroupName, Topic } from '../group.js';
import { ClientMsgId, Counter, Id } from '../ids.js';
import { LIMITS } from '../limits.js';
import { Message, MessageSend, MessageSent, SeqRange } from '../message.js';
import { Draft, DraftChange, Personal, PersonalChange } from '../personal.js';
import { ReadState } from '../socket.js';
import { BatchSyncPage, BatchSyncRequest, SyncCursor, SyncPage, SyncRequest } from '../sync.js';
import type { Route } from './route.js';

const conversationParams = z.strictObject({ conversationId: Id });
/** No Date is later. */
const MAX_TIME = 8_640_000_000_000_000;
const seqParam = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

export const ChatListPage = z
  .object({
    cursor: SyncCursor.meta({ description: 'Read before the list: sync from here and nothing is missed.' }),
    items: z.array(ChatListItem).meta({
      description: 'Pinned ones first, then newest first by lastAt; those that are hidden come last.',
    }),
    next: z.string().nullable().meta({ description: 'Pass as `after` for the next page; null at the end.' }),
    missing: z.boolean().optional().meta({
      description:
        'A part of the server is away and its conversations are left out: keep what you have of them, ask again.',
    }),
  })
  .meta({ id: 'ChatListPage' });
export type ChatListPage = z.infer<typeof ChatListPage>;

export const HistoryPage = z
  .object({
    messages: z.array(Message).meta({ description: 'Ascending by seq.' }),
    purged: z.array(SeqRange),
    head: z.object({ seq: Counter, rev: Counter }),
    firstSeq: Counter.meta({ description: 'The first seq that I may see; nothing older is served.' }),
  })
  .meta({ id: 'HistoryPage' });
export type HistoryPage = z.infer<typeof HistoryPage>;

export const HistoryQuery = z
  .strictObject({
    beforeSeq: seqParam.optional(),
    afterSeq: seqParam.optional(),
    at: z.coerce
      .number()
      .int()
      .min(0)
      .max(MAX_TIME)
      .optional()
      .meta({ description: 'From the first message that was sent at this moment or later, in ms since 1970.' }),
    limit: z.coerce.number().int().min(1).max(LIMITS.historyPage).default(50),
  })
  .refine(
    ({ beforeSeq, afterSeq, at }) => [beforeSeq, afterSeq, at].filter((from) => from !== undefined).length <= 1,
    'one of beforeSeq, afterSeq and at',
  );

const NewDirect = z.strictObject({ kind: z.literal('direct'), userId: Id });
const NewGroup = z.strictObject({
  kind: z.literal('group'),
  key: ClientMsgId.meta({ description: 'Made by the device: the same key again is answered with the first group.' }),
  name: GroupName,
  userIds: z.array(Id).max(LIMITS.membersPerCall).meta({ description: 'The others; the maker is the owner.' }),
});

const NewChannel = NewGroup.extend({
  kind: z.literal('channel'),
  topic: Topic.default(''),
  visibility: z.enum(['public', 'private']).meta({ description: 'public: everybody in the org finds and joins it.' }),
  post: Audience.default('everybody').meta({ description: 'Who may send; admins: announcements.' }),
});

export const conversationRoutes = {
  chatList: {
    method: 'GET',
    path: '/conversations',
    summary: 'My chat list',
    auth: 'bearer',
    query: z.strictObject({
      after: z.string().max(100).optional(),
      limit: z.coerce.number().int().min(1).max(LIMITS.chatListPage).default(50),
    }),
    response: ChatListPage,
    errors: [],
  },
  createConversation: {
    method: 'POST',
    path: '/conversations',
    summary:
      'Open the direct conversation with a person (one per pair; with oneself: notes), or make a group or channel',
    auth: 'bearer',
    body: z.discriminatedUnion('kind', [NewDirect, NewGroup, NewChannel]),
    response: ChatListItem,
    errors: ['USER_NOT_FOUND', 'GROUP_FULL', 'GROUP_LEFT'],
  },
  conversation: {
    method: 'GET',
    path: '/conversations/{conversationId}',
    summary: 'One row of my chat list',
    auth: 'bearer',
    params: conversationParams,
    response: ChatListItem,
    errors: ['CONVERSATION_NOT_FOUND'],
  },
  history: {
    method: 'GET',
    path: '/conversations/{conversationId}/messages',
    summary:
      'A page of the timeline: the newest without a seq, older with beforeSeq, newer with afterSeq, from a moment on with at',
    auth: 'bearer',
    params: conversationParams,
    query: HistoryQuery,
    response: HistoryPage,
    errors: ['CONVERSATION_NOT_FOUND'],
  },
  sendMessage: {
    method: 'POST',
    path: '/conversations/{conversationId}/messages',
    summary: 'Send a message; the same clientMsgId again is answered with the first messageId and seq',
    auth: 'bearer',
    params: conversationParams,
    body: MessageSend.omit({ conversationId: true, after: true }),
    response: MessageSent,
    errors: [
      'CONVERSATION_NOT_FOUND',
      'CONFLICT',
      'TEXT_EMPTY',
      'TEXT_TOO_LONG',
      'TEXT_INVALID',
      'MENTION_INVALID',
      'MENTION_NOT_A_MEMBER',
      'MENTION_ALL_REFUSED',
      'REPLY_NOT_FOUND',
      'THREAD_NOT_FOUND',
      'MUTED',
      'ALL_MUTED',
      'POSTING_RESTRICTED',
      'SLOW_MODE',
      'ARCHIVED',
    ],
  },
  forward: {
    method: 'POST',
    path: '/conversations/{conversationId}/forward',
    summary: 'Send a copy of messages that I may read to this conversation: one, or several as one',
    auth: 'bearer',
    params: conversationParams,
    body: ForwardRequest,
    response: MessageSent,
    errors: [
      'CONVERSATION_NOT_FOUND',
      'FORWARD_NOT_FOUND',
      'FORWARD_REFUSED',
      'FORWARD_NESTED',
      'FORWARD_TOO_LARGE',
      'CONFLICT',
      'MUTED',
      'ALL_MUTED',
      'POSTING_RESTRICTED',
      'SLOW_MODE',
      'ARCHIVED',
    ],
  },
  read: {
    method: 'POST',
    path: '/conversations/{conversationId}/read',
    summary: 'I have read up to this seq; only moves forward',
    auth: 'bearer',
    params: conversationParams,
    body: z.strictObject({ seq: Counter }),
    response: ReadState,
    errors: ['CONVERSATION_NOT_FOUND'],
  },
  personal: {
    method: 'PATCH',
    path: '/conversations/{conversationId}/personal',
    summary: 'Pin, mute, hide or mark a conversation as unread, for me alone; seqs beyond the head count as the head',
    auth: 'bearer',
    params: conversationParams,
    body: PersonalChange,
    response: Personal,
    errors: ['CONVERSATION_NOT_FOUND'],
  },
  draft: {
    method: 'PUT',
    path: '/conversations/{conversationId}/draft',
    summary: 'What I have typed here; answered with the draft that counts, which is a later one if there is one',
    auth: 'bearer',
    params: conversationParams,
    body: DraftChange,
    response: Draft,
    errors: ['CONVERSATION_NOT_FOUND', 'TEXT_TOO_LONG', 'TEXT_INVALID'],
  },
  sync: {
    method: 'GET',
    path: '/sync',
    summary: 'What changed for me after my cursor',
    auth: 'bearer',
    query: SyncRequest.extend({
      lastSeq: seqParam,
      limit: z.coerce.number().int().min(1).max(LIMITS.syncPage).default(100),
    }),
    response: SyncPage,
    errors: [],
  },
  batchSync: {
    method: 'POST',
    path: '/batch/sync',
    summary: 'What is missing of several timelines',
    auth: 'bearer',
    body: BatchSyncRequest,
    response: BatchSyncPage,
    errors: [],
  },
} as const satisfies Record<string, Route>;
