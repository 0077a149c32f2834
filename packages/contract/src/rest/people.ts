import * as z from 'zod';
import { Counter, DeviceId, Id } from '../ids.js';
import { LIMITS } from '../limits.js';
import { Device, DeviceName, Me, UserSummary } from '../people.js';
import type { Route } from './route.js';

export const peopleRoutes = {
  me: { method: 'GET', path: '/me', summary: 'Who I am', auth: 'bearer', response: Me, errors: [] },
  findUsers: {
    method: 'GET',
    path: '/users',
    summary: 'Find people by the beginning of a word of their name or login',
    auth: 'bearer',
    query: z.strictObject({
      query: z.string().trim().max(LIMITS.nameCodePoints).default(''),
      limit: z.coerce.number().int().min(1).max(LIMITS.userSearchPage).default(20),
    }),
    response: z.object({ users: z.array(UserSummary) }),
    errors: [],
  },
  usersById: {
    method: 'POST',
    path: '/batch/users',
    summary: 'People by id, for the names beside messages; ids that are nobody are left out',
    auth: 'bearer',
    body: z.strictObject({ userIds: z.array(Id).min(1).max(LIMITS.usersById) }),
    response: z.object({ users: z.array(UserSummary) }),
    errors: [],
  },
  devices: {
    method: 'GET',
    path: '/devices',
    summary: 'My signed-in devices',
    auth: 'bearer',
    response: z.object({ devices: z.array(Device) }),
    errors: [],
  },
  revokeDevice: {
    method: 'DELETE',
    path: '/devices/{deviceId}',
    summary: 'Sign one of my devices out',
    auth: 'bearer',
    params: z.strictObject({ deviceId: DeviceId }),
    response: z.object({}),
    errors: ['DEVICE_NOT_FOUND'],
  },
  renameDevice: {
    method: 'PATCH',
    path: '/devices/{deviceId}',
    summary: 'Call one of my devices something else',
    auth: 'bearer',
    params: z.strictObject({ deviceId: DeviceId }),
    body: z.strictObject({ name: DeviceName }),
    response: Device,
    errors: ['DEVICE_NOT_FOUND'],
  },
  revokeOtherDevices: {
    method: 'DELETE',
    path: '/devices',
    summary: 'Sign all of my devices out but the one that asks',
    auth: 'bearer',
    response: z.object({ signedOut: Counter.meta({ description: 'How many were.' }) }),
    errors: [],
  },
} as const satisfies Record<string, Route>;
