import * as z from 'zod';
import { Counter, Millis } from './ids.js';

/** Of which messages of a conversation somebody wants to be notified. */
export const NotifyLevel = z.enum(['all', 'mentions', 'none']).meta({ id: 'NotifyLevel' });
export type NotifyLevel = z.infer<typeof NotifyLevel>;

/** What one person has set for a conversation of theirs; the others neither see nor feel it. */
export const Personal = z
  .object({
    version: Counter.meta({ description: 'inboxSeq of the change: the newest counts. 0: nothing was ever set.' }),
    pinnedAt: Millis.nullable().meta({ description: 'Pinned to the top of my list, newest pin first.' }),
    muteUntil: Millis.nullable().meta({ description: 'Silent for me until then; a date far away: for good.' }),
    hiddenSeq: Counter.nullable().meta({
      description: 'Not in my list while head.seq is not higher: the next message brings it back.',
    }),
    unreadSeq: Counter.nullable().meta({
      description: 'Marked as unread by hand while readSeq is not higher: reading on clears it.',
    }),
    notify: NotifyLevel.nullable()
      .default(null)
      .meta({ description: 'null: as it is by itself: `mentions` in a large group, `all` elsewhere.' }),
  })
  .meta({ id: 'Personal' });
export type Personal = z.infer<typeof Personal>;

/** What changes; what is left out stays. */
export const PersonalChange = z
  .strictObject({
    pinned: z.boolean().optional(),
    muteUntil: Millis.nullable().optional(),
    hiddenSeq: Counter.nullable().optional(),
    unreadSeq: Counter.nullable().optional(),
    notify: NotifyLevel.nullable().optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'name what changes');
export type PersonalChange = z.infer<typeof PersonalChange>;

/** What was typed and not sent. */
export const Draft = z
  .object({
    text: z.string().meta({ description: 'Empty: it was sent or cleared.' }),
    updatedAt: Millis.meta({ description: 'When it was typed: of two drafts the later one counts.' }),
  })
  .meta({ id: 'Draft' });
export type Draft = z.infer<typeof Draft>;

export const DraftChange = z.strictObject({
  text: z.string(),
  updatedAt: Millis.meta({
    description: 'By the server clock, as the device knows it from `serverTime`. The future is taken as now.',
  }),
});
export type DraftChange = z.infer<typeof DraftChange>;
