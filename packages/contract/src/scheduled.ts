import * as z from 'zod';
import { ClientMsgId, Counter, Id, Millis } from './ids.js';
import { LIMITS } from './limits.js';
import { Content, ContentInput } from './message.js';

/** Only ever added to. */
export const ScheduledState = z.enum(['waiting', 'sending', 'sent', 'missed', 'failed']).meta({
  id: 'ScheduledState',
  description:
    'waiting for its time; sending: can not be changed any more; sent; missed: the server was away for so long after its time that it was not sent; failed: refused when it was to be sent, `failure` says why.',
});
export type ScheduledState = z.infer<typeof ScheduledState>;

/** A message that is sent later. Its content is frozen: what was scheduled, or changed since, is what is sent. */
export const Scheduled = z
  .object({
    scheduledId: Id,
    conversationId: Id,
    clientMsgId: ClientMsgId.meta({ description: 'The key of the scheduling and of the message that it becomes.' }),
    state: ScheduledState,
    version: Counter.meta({
      description: 'Grows with every change that devices are told: the highest is how it is now.',
    }),
    sendAt: Millis,
    createdAt: Millis,
    content: Content.nullable().meta({ description: 'null once it is sent: the message has it.' }),
    failure: z.string().optional().meta({ description: 'The error code that it was refused with.' }),
    sent: z.object({ messageId: Id, seq: Counter }).optional(),
  })
  .meta({ id: 'Scheduled' });
export type Scheduled = z.infer<typeof Scheduled>;

export const ScheduleRequest = z
  .strictObject({ clientMsgId: ClientMsgId, content: ContentInput, sendAt: Millis })
  .meta({ id: 'ScheduleRequest' });
export type ScheduleRequest = z.infer<typeof ScheduleRequest>;

export const ScheduledChange = z
  .strictObject({ content: ContentInput.optional(), sendAt: Millis.optional() })
  .refine(({ content, sendAt }) => content !== undefined || sendAt !== undefined, 'content or sendAt')
  .meta({ id: 'ScheduledChange' });
export type ScheduledChange = z.infer<typeof ScheduledChange>;

export const ScheduledPage = z
  .object({
    scheduled: z.array(Scheduled).meta({ description: 'The next one to be sent comes first. Sent ones are left out.' }),
    next: z.string().nullable().meta({ description: 'Pass as `after` for the next page; null at the end.' }),
  })
  .meta({ id: 'ScheduledPage' });
export type ScheduledPage = z.infer<typeof ScheduledPage>;

export const ScheduledQuery = z.strictObject({
  after: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(LIMITS.scheduledPage).default(50),
});
