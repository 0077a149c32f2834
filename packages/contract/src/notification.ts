import * as z from 'zod';
import { Counter, DeviceId, Id, Millis } from './ids.js';
import { LIMITS } from './limits.js';
import { isVisible, oneLine } from './names.js';

/** A name of the IANA time zone data that this runtime knows; offsets are none, they ignore summer. */
const TimeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, 'a time zone, such as Asia/Shanghai')
  .meta({ id: 'TimeZone', example: 'Asia/Shanghai' });

function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const MinuteOfDay = z.number().int().min(0).max(1_439);

const QuietHours = z
  .strictObject({
    on: z.boolean(),
    from: MinuteOfDay.meta({ description: 'Minutes since midnight, there; from 22:00 it is 1320.' }),
    to: MinuteOfDay.meta({ description: 'When they end; earlier than `from`: on the next day.' }),
    timeZone: TimeZone,
  })
  .refine(({ on, from, to }) => !on || from !== to, 'begin and end differ')
  .meta({ id: 'QuietHours' });

export const Keyword = oneLine(LIMITS.keywordCodePoints).refine(
  (word) => isVisible(word),
  'something that can be seen',
);

/** How much of a message a notification says: who and what, who, or that there is something. */
export const NotificationPreview = z.enum(['full', 'sender', 'none']).meta({ id: 'NotificationPreview' });
export type NotificationPreview = z.infer<typeof NotificationPreview>;

/** What a person has set for all conversations, all of it at once. */
export const NotificationSettingsInput = z
  .strictObject({
    quietHours: QuietHours,
    pausedUntil: Millis.nullable().meta({ description: 'Nothing is pushed until then.' }),
    keywords: z
      .array(Keyword)
      .max(LIMITS.keywords)
      .meta({ description: 'A message that holds one of them is pushed like one that mentions me.' }),
    preview: NotificationPreview,
  })
  .meta({ id: 'NotificationSettingsInput' });
export type NotificationSettingsInput = z.infer<typeof NotificationSettingsInput>;

export const NotificationSettings = z
  .object({
    version: Counter.meta({ description: 'inboxSeq of the change: the newest counts. 0: nothing was ever set.' }),
    ...NotificationSettingsInput.shape,
  })
  .meta({ id: 'NotificationSettings' });
export type NotificationSettings = z.infer<typeof NotificationSettings>;

/** How a browser is reached: what its `PushManager.subscribe` gave it. */
export const PushSubscriptionInput = z
  .strictObject({
    endpoint: z
      .url({ protocol: /^https?$/ })
      .max(LIMITS.pushEndpointChars)
      .meta({ description: 'https, and a public address unless the operator allows its host.' }),
    keys: z.strictObject({
      p256dh: z
        .string()
        .regex(/^B[A-Za-z0-9_-]{86}$/, 'a P-256 public key, uncompressed, in base64url')
        .meta({ description: 'Public key of the browser.' }),
      auth: z.string().regex(/^[A-Za-z0-9_-]{22}$/, '16 bytes in base64url'),
    }),
  })
  .meta({ id: 'PushSubscriptionInput' });
export type PushSubscriptionInput = z.infer<typeof PushSubscriptionInput>;

export const PushKey = z
  .object({ publicKey: z.string().meta({ description: '`applicationServerKey` of a subscription, in base64url.' }) })
  .meta({ id: 'PushKey' });
export type PushKey = z.infer<typeof PushKey>;

/** What became of messages that could have been pushed to me, and why. */
export const PushRecord = z
  .object({
    id: Id,
    conversationId: Id,
    seqs: z.array(Counter).meta({ description: 'The messages that it is about, ascending.' }),
    decision: z.string().meta({
      description:
        '`sent`: pushed. `merged`: pushed together with others. `suppressed`: not pushed. Unknown ones are kept.',
    }),
    reason: z.string().meta({ description: 'The rule that decided. Unknown ones are kept.' }),
    at: Millis,
    deviceId: DeviceId.nullable().meta({ description: 'Where it was pushed to.' }),
    answer: z.string().nullable().meta({
      description:
        '`delivered`, `gone`, `expired`, `failed`, or `replaced` by a later one of the conversation; null: there is no answer yet, or none to expect.',
    }),
  })
  .meta({ id: 'PushRecord' });
export type PushRecord = z.infer<typeof PushRecord>;

export const PushRecordPage = z
  .object({
    records: z.array(PushRecord).meta({ description: 'Newest first.' }),
    next: z.string().nullable().meta({ description: 'Pass as `after` for the next page; null at the end.' }),
    derived: z
      .string()
      .nullable()
      .meta({ description: 'Why nothing is on record about the one message that was asked for.' }),
  })
  .meta({ id: 'PushRecordPage' });
export type PushRecordPage = z.infer<typeof PushRecordPage>;

export const PushRecordQuery = z
  .strictObject({
    conversationId: Id.optional(),
    seq: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
    after: Id.optional(),
    limit: z.coerce.number().int().min(1).max(LIMITS.pushRecordPage).default(50),
  })
  .refine(
    ({ conversationId, seq }) => seq === undefined || conversationId !== undefined,
    'a seq needs its conversation',
  );

/** What travels to a device, encrypted for it. Texts are missing where somebody wants them to be. */
export const PushPayload = z
  .object({
    v: z.literal(1),
    conversationId: Id,
    seq: Counter.meta({ description: 'The newest message that it is about.' }),
    count: Counter.meta({ description: 'How many messages it is about.' }),
    kind: z.string().optional().meta({ description: 'direct, group or channel.' }),
    conversation: z.string().optional().meta({ description: 'Name of the group.' }),
    sender: z.string().optional(),
    text: z.string().optional().meta({ description: 'The beginning of the newest one.' }),
    calls: z.boolean().optional().meta({ description: 'It mentions me.' }),
  })
  .meta({ id: 'PushPayload' });
export type PushPayload = z.infer<typeof PushPayload>;
