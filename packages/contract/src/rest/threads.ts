import * as z from 'zod';
import { Counter, Id } from '../ids.js';
import { Draft, DraftChange } from '../personal.js';
import { ThreadChange, ThreadListPage, ThreadListQuery, ThreadPage, ThreadQuery, ThreadState } from '../thread.js';
import type { Route } from './route.js';

const ofThread = z.strictObject({
  conversationId: Id,
  seq: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).pipe(Counter),
});
const SEEN = ['CONVERSATION_NOT_FOUND', 'THREAD_NOT_FOUND'] as const;

/** Threads by the message that they hang on. One replies by sending a message with `content.thread`. */
export const threadRoutes = {
  threads: {
    method: 'GET',
    path: '/threads',
    summary: 'The threads that I follow, of all conversations',
    auth: 'bearer',
    query: ThreadListQuery,
    response: ThreadListPage,
    errors: [],
  },
  thread: {
    method: 'GET',
    path: '/conversations/{conversationId}/threads/{seq}',
    summary:
      'A message with its newest replies, or with those before one. Who has left reads on what was said until then, as in the history',
    auth: 'bearer',
    params: ofThread,
    query: ThreadQuery,
    response: ThreadPage,
    errors: [...SEEN],
  },
  changeThread: {
    method: 'PATCH',
    path: '/conversations/{conversationId}/threads/{seq}',
    summary: 'Follow a thread or stop, or say how far I have read it; for me alone, on all my devices',
    auth: 'bearer',
    params: ofThread,
    body: ThreadChange,
    response: ThreadState,
    errors: [...SEEN],
  },
  threadDraft: {
    method: 'PUT',
    path: '/conversations/{conversationId}/threads/{seq}/draft',
    summary: 'Keep what I typed in a thread and did not send; of two drafts the later one counts',
    auth: 'bearer',
    params: ofThread,
    body: DraftChange,
    response: Draft,
    errors: [...SEEN, 'TEXT_TOO_LONG', 'TEXT_INVALID'],
  },
} as const satisfies Record<string, Route>;
