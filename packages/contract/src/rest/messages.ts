import * as z from 'zod';
import { Counter, Id, Millis } from '../ids.js';
import { LIMITS } from '../limits.js';
import { ContentEdit, Emoji, Message, MessageVersion } from '../message.js';
import type { Route } from './route.js';

const seqParam = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
const ofConversation = z.strictObject({ conversationId: Id });
const ofMessage = z.strictObject({ conversationId: Id, seq: seqParam });
const ofReaction = z.strictObject({ conversationId: Id, seq: seqParam, emoji: Emoji });

export const SavedPage = z
  .object({
    messages: z
      .array(z.object({ savedAt: Millis, message: Message }))
      .meta({ description: 'The one saved last comes first. What I may not see any more is left out.' }),
    next: z.string().nullable().meta({ description: 'Pass as `after` for the next page; null at the end.' }),
  })
  .meta({ id: 'SavedPage' });
export type SavedPage = z.infer<typeof SavedPage>;

const SEEN = ['CONVERSATION_NOT_FOUND', 'MESSAGE_NOT_FOUND'] as const;

/** What is done to a message after it was sent. Each answers with the message as it is now; repeated, it changes nothing more. */
export const messageRoutes = {
  editMessage: {
    method: 'PATCH',
    path: '/conversations/{conversationId}/messages/{seq}',
    summary: 'Say something else in a message of mine, and call others; what it said before is kept as a version',
    auth: 'bearer',
    params: ofMessage,
    body: z.strictObject({ content: ContentEdit }),
    response: Message,
    errors: [
      ...SEEN,
      'NOT_YOUR_MESSAGE',
      'NOT_EDITABLE',
      'EDIT_WINDOW_OVER',
      'ARCHIVED',
      'MUTED',
      'ALL_MUTED',
      'POSTING_RESTRICTED',
      'TEXT_EMPTY',
      'TEXT_TOO_LONG',
      'TEXT_INVALID',
      'MENTION_INVALID',
      'MENTION_NOT_A_MEMBER',
      'MENTION_ALL_REFUSED',
    ],
  },
  messageVersions: {
    method: 'GET',
    path: '/conversations/{conversationId}/messages/{seq}/versions',
    summary: 'What an edited message said before, oldest first; nothing of a recalled one',
    auth: 'bearer',
    params: ofMessage,
    response: z.object({ versions: z.array(MessageVersion) }),
    errors: [...SEEN],
  },
  recallMessage: {
    method: 'POST',
    path: '/conversations/{conversationId}/messages/{seq}/recall',
    summary:
      'Take a message back; its place stays. One may recall what one sent for a while, owner and admins of a group anything below them',
    auth: 'bearer',
    params: ofMessage,
    response: Message,
    errors: [...SEEN, 'NOT_YOUR_MESSAGE', 'NOT_EDITABLE', 'RECALL_WINDOW_OVER', 'ARCHIVED'],
  },
  addReaction: {
    method: 'PUT',
    path: '/conversations/{conversationId}/messages/{seq}/reactions/{emoji}',
    summary: 'React with an emoji',
    auth: 'bearer',
    params: ofReaction,
    response: Message,
    errors: [...SEEN, 'NOT_EDITABLE', 'REACTIONS_FULL', 'ARCHIVED'],
  },
  removeReaction: {
    method: 'DELETE',
    path: '/conversations/{conversationId}/messages/{seq}/reactions/{emoji}',
    summary: 'Take my reaction back',
    auth: 'bearer',
    params: ofReaction,
    response: Message,
    errors: [...SEEN, 'ARCHIVED'],
  },
  pinMessage: {
    method: 'PUT',
    path: '/conversations/{conversationId}/messages/{seq}/pin',
    summary: 'Pin a message in its conversation, for everybody',
    auth: 'bearer',
    params: ofMessage,
    response: Message,
    errors: [...SEEN, 'NOT_EDITABLE', 'PINS_FULL', 'ROLE_REQUIRED', 'ARCHIVED'],
  },
  unpinMessage: {
    method: 'DELETE',
    path: '/conversations/{conversationId}/messages/{seq}/pin',
    summary: 'Take the pin off a message',
    auth: 'bearer',
    params: ofMessage,
    response: Message,
    errors: [...SEEN, 'ROLE_REQUIRED', 'ARCHIVED'],
  },
  pins: {
    method: 'GET',
    path: '/conversations/{conversationId}/pins',
    summary: 'The pinned messages of a conversation that I may see; the one pinned last comes first',
    auth: 'bearer',
    params: ofConversation,
    response: z.object({ messages: z.array(Message) }),
    errors: ['CONVERSATION_NOT_FOUND'],
  },
  hideMessages: {
    method: 'POST',
    path: '/conversations/{conversationId}/hide',
    summary: 'Delete messages for me alone: gone on all my devices, untouched for everybody else',
    auth: 'bearer',
    params: ofConversation,
    body: z.strictObject({ seqs: z.array(Counter).min(1).max(LIMITS.hidePerCall) }),
    response: z.object({}),
    errors: ['CONVERSATION_NOT_FOUND'],
  },
  saveMessage: {
    method: 'PUT',
    path: '/saved/{conversationId}/{seq}',
    summary: 'Save a message for myself',
    auth: 'bearer',
    params: ofMessage,
    response: z.object({ savedAt: Millis }),
    errors: [...SEEN, 'NOT_EDITABLE'],
  },
  unsaveMessage: {
    method: 'DELETE',
    path: '/saved/{conversationId}/{seq}',
    summary: 'Take a message off my saved ones',
    auth: 'bearer',
    params: ofMessage,
    response: z.object({}),
    errors: [],
  },
  saved: {
    method: 'GET',
    path: '/saved',
    summary: 'The messages that I saved',
    auth: 'bearer',
    query: z.strictObject({
      after: z.string().max(100).optional(),
      limit: z.coerce.number().int().min(1).max(LIMITS.savedPage).default(50),
    }),
    response: SavedPage,
    errors: [],
  },
} as const satisfies Record<string, Route>;
