import * as z from 'zod';
import { KnownEntry } from './events.js';
import { Counter, Id } from './ids.js';
import { LIMITS } from './limits.js';
import { Heads, Message, SeqRange } from './message.js';

/** Changes when the inbox can't be continued (a restored backup); a cursor of another incarnation is answered with reset. */
export const Incarnation = z.string().max(32).meta({ id: 'Incarnation' });

/** How far one device has read its owner's inbox. */
export const SyncCursor = z.strictObject({ incarnation: Incarnation, inboxSeq: Counter }).meta({ id: 'SyncCursor' });
export type SyncCursor = z.infer<typeof SyncCursor>;

export const SyncRequest = z
  .strictObject({
    incarnation: Incarnation,
    lastSeq: Counter,
    limit: z.number().int().min(1).max(LIMITS.syncPage).default(100),
  })
  .meta({ id: 'SyncRequest' });
export type SyncRequest = z.input<typeof SyncRequest>;

export const SyncPage = z
  .object({
    incarnation: Incarnation,
    entries: z.array(KnownEntry).meta({ description: 'Contiguous from lastSeq + 1, in inboxSeq order.' }),
    hasMore: z.boolean(),
    latestSeq: Counter,
    heads: z.array(Heads).meta({ description: 'Heads of my read-mode conversations.' }),
    reset: z
      .enum(['incarnation', 'ahead', 'too-old'])
      .optional()
      .meta({ description: 'The cursor can not be continued: load the chat list and start from its cursor.' }),
  })
  .meta({ id: 'SyncPage' });
export type SyncPage = z.infer<typeof SyncPage>;

export const BatchSyncRequest = z
  .strictObject({
    syncs: z
      .array(z.strictObject({ conversationId: Id, lastSeq: Counter, lastRev: Counter }))
      .min(1)
      .max(LIMITS.batchSyncConversations),
  })
  .meta({ id: 'BatchSyncRequest' });
export type BatchSyncRequest = z.infer<typeof BatchSyncRequest>;

/**
 * The missing part of one timeline: its oldest page after lastSeq, and what changed up to lastSeq after lastRev. hasMore says
 * to ask again: with the last seq that came, and `rev` as lastRev.
 */
export const TimelineSync = z
  .object({
    conversationId: Id,
    head: z.object({ seq: Counter, rev: Counter }),
    messages: z.array(Message),
    changed: z
      .array(Message)
      .meta({ description: 'Messages up to lastSeq that were changed after lastRev, as they are now.' }),
    rev: Counter.meta({
      description: 'Every change up to this rev is in the answer, as far as it concerns seqs up to lastSeq.',
    }),
    purged: z.array(SeqRange),
    hasMore: z.boolean(),
  })
  .meta({ id: 'TimelineSync' });
export type TimelineSync = z.infer<typeof TimelineSync>;

/** Conversations that are unknown or not mine are left out of the answer. */
export const BatchSyncPage = z.object({ syncs: z.array(TimelineSync) }).meta({ id: 'BatchSyncPage' });
export type BatchSyncPage = z.infer<typeof BatchSyncPage>;
