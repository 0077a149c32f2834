import * as z from 'zod';
import { Counter, Id, Millis } from './ids.js';
import { LIMITS } from './limits.js';
import { Emoji } from './message.js';
import { isVisible, oneLine } from './names.js';

/** What a device is connected by: it decides how often it says that it is there. */
export const Network = z.enum(['wifi', 'mobile', 'weak']).meta({ id: 'Network' });
export type Network = z.infer<typeof Network>;

/** What people say of themselves beside their name. */
export const CustomStatus = z
  .object({
    emoji: z.string().nullable(),
    text: z.string(),
    until: Millis.nullable().meta({ description: 'When it is over; null: when they take it back.' }),
  })
  .meta({ id: 'CustomStatus' });
export type CustomStatus = z.infer<typeof CustomStatus>;

export const Presence = z
  .object({
    userId: Id,
    online: z.boolean().meta({ description: 'A device is connected, or was a moment ago.' }),
    lastSeenAt: Millis.nullable().meta({
      description: 'Of who is not online: when they left. null: not known, or not mine to know.',
    }),
    away: z.boolean().optional().meta({ description: 'Online, and nobody is at any of the devices.' }),
    dnd: z.boolean().optional().meta({ description: 'Wants to be left alone: nothing is pushed to them now.' }),
    status: CustomStatus.nullable().optional(),
  })
  .meta({ id: 'Presence' });
export type Presence = z.infer<typeof Presence>;

/** Who is told when I was last there. Contacts: we have written to each other. Who doesn't tell is not told. */
export const LastSeenAudience = z.enum(['everybody', 'contacts', 'nobody']).meta({ id: 'LastSeenAudience' });
export type LastSeenAudience = z.infer<typeof LastSeenAudience>;

const StatusText = oneLine(LIMITS.statusCodePoints);

export const StatusChange = z
  .strictObject({
    custom: z
      .strictObject({ emoji: Emoji.nullable(), text: StatusText, until: Millis.nullable() })
      .refine(({ emoji, text }) => emoji !== null || isVisible(text), 'an emoji or a text')
      .nullable()
      .optional(),
    away: z
      .strictObject({ until: Millis.nullable() })
      .nullable()
      .optional()
      .meta({ description: 'I am shown as away until then, whatever my devices say; null: as they say.' }),
    lastSeen: LastSeenAudience.optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'something to change')
  .meta({ id: 'StatusChange' });
export type StatusChange = z.infer<typeof StatusChange>;

/** What I have set about how others see me. */
export const OwnStatus = z
  .object({
    version: Counter.meta({ description: 'inboxSeq of the change: the newest counts. 0: nothing was ever set.' }),
    custom: CustomStatus.nullable(),
    away: z.object({ until: Millis.nullable() }).nullable(),
    lastSeen: LastSeenAudience,
  })
  .meta({ id: 'OwnStatus' });
export type OwnStatus = z.infer<typeof OwnStatus>;
