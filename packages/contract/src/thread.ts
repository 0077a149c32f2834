import * as z from 'zod';
import { Counter, Id, Millis } from './ids.js';
import { LIMITS } from './limits.js';
import { Message } from './message.js';
import { Draft } from './personal.js';

/** A thread and what is mine about it. It is named by its conversation and the seq of the message that it hangs on. */
export const ThreadState = z
  .object({
    conversationId: Id,
    seq: Counter,
    count: Counter.meta({ description: 'Replies so far; unread = count - readOrd, in a thread that I follow.' }),
    lastSeq: Counter,
    lastAt: Millis.meta({ description: 'When something was last said in it; 0: nothing was yet.' }),
    readOrd: Counter.meta({ description: 'I have read up to this reply. Only moves forward.' }),
    following: z.boolean().meta({
      description: 'I begin to follow when I reply, when I am mentioned, and when somebody replies to what I said.',
    }),
    version: Counter.meta({ description: 'Of `following`: the highest counts. 0: nothing was ever set.' }),
    draft: Draft.nullable().meta({ description: 'What I typed there and did not send, on whichever device.' }),
  })
  .meta({ id: 'ThreadState' });
export type ThreadState = z.infer<typeof ThreadState>;

/** What changes; what is left out stays. */
export const ThreadChange = z
  .strictObject({
    following: z.boolean().optional(),
    readOrd: Counter.optional().meta({ description: 'Only moves forward, and never past the last reply.' }),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'name what changes');
export type ThreadChange = z.infer<typeof ThreadChange>;

/** A thread that I follow, in my list. */
export const ThreadItem = ThreadState.extend({
  root: Message.nullable().meta({ description: 'null: it is not mine to see any more.' }),
  last: Message.nullable().meta({ description: 'The newest reply; null: it is not mine to see.' }),
}).meta({ id: 'ThreadItem' });
export type ThreadItem = z.infer<typeof ThreadItem>;

export const ThreadPage = z
  .object({
    thread: ThreadState,
    root: Message.nullable().meta({
      description:
        'One that was taken back says so, and is followed by its replies all the same. null: it is not mine to see, as I came later; replies since then are.',
    }),
    messages: z.array(Message).meta({ description: 'Replies, ascending by seq.' }),
    hasMore: z.boolean().meta({ description: 'There are older ones: pass the first seq as `beforeSeq`.' }),
  })
  .meta({ id: 'ThreadPage' });
export type ThreadPage = z.infer<typeof ThreadPage>;

export const ThreadListPage = z
  .object({
    threads: z.array(ThreadItem).meta({ description: 'The one in which something was said last comes first.' }),
    unread: Counter.meta({ description: 'Threads that I follow with something unread, of all pages.' }),
    next: z.string().nullable().meta({ description: 'Pass as `after` for the next page; null at the end.' }),
  })
  .meta({ id: 'ThreadListPage' });
export type ThreadListPage = z.infer<typeof ThreadListPage>;

export const ThreadQuery = z.strictObject({
  beforeSeq: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  limit: z.coerce.number().int().min(1).max(LIMITS.threadPage).default(50),
});

export const ThreadListQuery = z.strictObject({
  after: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(LIMITS.threadPage).default(50),
});
