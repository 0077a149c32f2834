import * as z from 'zod';
import { Counter, DeviceId, Id, Millis } from './ids.js';
import { isVisible, oneLine } from './names.js';
import { ReceiptPolicy } from './policy.js';

export const UserSummary = z
  .object({ userId: Id, login: z.string(), name: z.string(), active: z.boolean() })
  .meta({ id: 'UserSummary' });
export type UserSummary = z.infer<typeof UserSummary>;

export const Role = z.enum(['member', 'admin', 'owner']);

export const Me = UserSummary.extend({
  role: Role,
  locale: z.string().nullable(),
  orgName: z.string(),
  deviceId: DeviceId,
  policy: z
    .object({ editWindowMs: Counter, recallWindowMs: Counter })
    .optional()
    .meta({ description: 'How long after it was sent one may edit or recall a message of one’s own.' }),
  receipts: z.object({ policy: ReceiptPolicy, shown: z.boolean() }).optional().meta({
    description: 'Whether others are told what I have read, and I of them; the choice counts where the policy is on.',
  }),
}).meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;

export const Platform = z.enum(['web', 'ios', 'android', 'desktop', 'bot', 'other']);
export type Platform = z.infer<typeof Platform>;

/** What the org limits the number of; platforms say it, but for tablets. */
export const DeviceKind = z.enum(['browser', 'phone', 'tablet', 'computer', 'other']);
export type DeviceKind = z.infer<typeof DeviceKind>;

/** Of a row in the list in which people look for devices that are not theirs: it says something, and forges no other row. */
export const DeviceName = oneLine(100).refine((name) => isVisible(name), 'something that can be seen');

export const Device = z
  .object({
    deviceId: DeviceId,
    name: z.string(),
    platform: z.string(),
    kind: z.string().meta({ description: 'browser, phone, tablet, computer or other; unknown kinds are kept.' }),
    address: z.string().nullable().meta({ description: 'Where it was last seen from.' }),
    createdAt: Millis,
    lastSeenAt: Millis.nullable(),
    current: z.boolean(),
  })
  .meta({ id: 'Device' });
export type Device = z.infer<typeof Device>;
