import * as z from 'zod';
import { Counter, Id, Millis } from '../ids.js';
import { LIMITS } from '../limits.js';
import type { Route } from './route.js';

const seq = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER);

/** How many of the people whom a message was for have read it, and how many have not. */
export const ReaderCount = z.object({ read: Counter, unread: Counter }).meta({ id: 'ReaderCount' });
export type ReaderCount = z.infer<typeof ReaderCount>;

export const ReaderPage = z
  .object({
    counts: ReaderCount.meta({ description: 'Of all of them, as of the same moment as the page.' }),
    readers: z.array(
      z.object({
        userId: Id,
        at: Millis.nullable().meta({
          description: 'Read then, or up to a minute before; null: not read, or nobody knows when.',
        }),
      }),
    ),
    next: z.string().nullable().meta({
      description: 'Pass as `after` for the next page, which is there even if this one is short; null at the end.',
    }),
  })
  .meta({ id: 'ReaderPage' });
export type ReaderPage = z.infer<typeof ReaderPage>;

/** Who has read what. It was for the members who have been in since it was said, without who said it. Who doesn't tell what they read is in neither list. */
export const receiptRoutes = {
  readers: {
    method: 'GET',
    path: '/conversations/{conversationId}/messages/{seq}/readers',
    summary:
      'Who has read a message, or who has not, by how far they have read; who came (back) in after it is in neither list',
    auth: 'bearer',
    params: z.strictObject({ conversationId: Id, seq: z.coerce.number().pipe(seq) }),
    query: z.strictObject({
      state: z.enum(['read', 'unread']),
      after: z.string().max(100).optional(),
      limit: z.coerce.number().int().min(1).max(LIMITS.readersPage).default(50),
    }),
    response: ReaderPage,
    errors: ['CONVERSATION_NOT_FOUND', 'MESSAGE_NOT_FOUND', 'RECEIPTS_OFF'],
  },
  readerCounts: {
    method: 'POST',
    path: '/conversations/{conversationId}/readers/counts',
    summary: 'How many have read messages of a conversation; those that I may not see are left out',
    auth: 'bearer',
    params: z.strictObject({ conversationId: Id }),
    body: z.strictObject({ seqs: z.array(seq).min(1).max(LIMITS.readerCounts) }),
    response: z.object({ counts: z.array(ReaderCount.extend({ seq: Counter })) }),
    errors: ['CONVERSATION_NOT_FOUND', 'RECEIPTS_OFF'],
  },
  showReceipts: {
    method: 'PUT',
    path: '/me/receipts',
    summary: 'Whether others are told what I have read, and I of them; where the org leaves it to everybody',
    auth: 'bearer',
    body: z.strictObject({ shown: z.boolean() }),
    response: z.object({}),
    errors: ['RECEIPTS_DECIDED'],
  },
} as const satisfies Record<string, Route>;
