import * as z from 'zod';
import { ClientMsgId, Counter, Id, Millis } from './ids.js';
import { LIMITS } from './limits.js';

/** Whose words these are, as of when they were forwarded: a copy, whatever becomes of the first message. */
const said = {
  senderId: Id,
  name: z.string().meta({ description: 'What the sender was called then.' }),
  sentAt: Millis,
};

/** The content of a forwarded message. */
export const ForwardContent = z
  .object({ type: z.literal('forward'), text: z.string(), forwarded: z.object(said) })
  .meta({ id: 'ForwardContent', description: 'One message, in somebody else’s words.' });
export type ForwardContent = z.infer<typeof ForwardContent>;

/** The content of several messages that were forwarded as one. */
export const MergedContent = z
  .object({ type: z.literal('merged'), items: z.array(z.object({ ...said, text: z.string() })) })
  .meta({ id: 'MergedContent', description: 'Several messages as one, oldest first.' });
export type MergedContent = z.infer<typeof MergedContent>;

export const ForwardRequest = z
  .strictObject({
    clientMsgId: ClientMsgId,
    from: z.strictObject({
      conversationId: Id,
      seqs: z
        .array(Counter.min(1))
        .min(1)
        .max(LIMITS.forwardItems)
        .refine((seqs) => new Set(seqs).size === seqs.length, 'each message once'),
    }),
    merged: z.boolean().meta({ description: 'As one message; without it, exactly one is forwarded.' }),
  })
  .refine(({ merged, from }) => merged || from.seqs.length === 1, 'one message, or merged')
  .meta({ id: 'ForwardRequest' });
export type ForwardRequest = z.infer<typeof ForwardRequest>;
