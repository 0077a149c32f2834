import { z } from 'zod';
import { DeviceId, Id, Millis } from './ids.js';

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
}).meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;

export const Platform = z.enum(['web', 'ios', 'android', 'desktop', 'bot', 'other']);
export type Platform = z.infer<typeof Platform>;

export const Device = z
  .object({
    deviceId: DeviceId,
    name: z.string(),
    platform: z.string(),
    createdAt: Millis,
    lastSeenAt: Millis.nullable(),
    current: z.boolean(),
  })
  .meta({ id: 'Device' });
export type Device = z.infer<typeof Device>;

export const Presence = z
  .object({ userId: Id, online: z.boolean(), lastSeenAt: Millis.nullable() })
  .meta({ id: 'Presence' });
export type Presence = z.infer<typeof Presence>;
