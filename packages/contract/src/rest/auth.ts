import * as z from 'zod';
import { DeviceId, Millis } from '../ids.js';
import { LIMITS } from '../limits.js';
import { VisibleName } from '../names.js';
import { DeviceName, Me, Platform } from '../people.js';
import type { Route } from './route.js';

const Login = z.string().trim().min(1).max(LIMITS.loginLength);
/** New logins are stricter than typed ones. */
export const NewLogin = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._-]{1,63}$/,
    '2 to 64 lower-case letters, digits, dot, - or _, starting with a letter or digit',
  );
const Password = z.string().min(1).max(LIMITS.passwordMax);
export const DisplayName = VisibleName;

const DeviceInput = z.strictObject({
  deviceId: DeviceId.optional().meta({
    description: 'The id that an earlier sign-in of this install got; kept if it is still valid.',
  }),
  name: DeviceName,
  platform: Platform,
  tablet: z.boolean().optional().meta({ description: 'A tablet; the org may limit tablets and phones apart.' }),
});
const SessionMode = z.enum(['cookie', 'token']).meta({
  description:
    'cookie: the refresh token is an HttpOnly cookie (browsers). token: it is in the answer (everything else).',
});

export const Session = z
  .object({
    accessToken: z.string(),
    accessExpiresAt: Millis,
    serverTime: Millis,
    refreshToken: z.string().optional(),
    me: Me,
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof Session>;

export const LoginRequest = z.strictObject({
  login: Login,
  password: Password,
  device: DeviceInput,
  session: SessionMode,
});
export type LoginRequest = z.infer<typeof LoginRequest>;
export const RefreshRequest = z.strictObject({ refreshToken: z.string().max(512).optional() });
export type RefreshRequest = z.infer<typeof RefreshRequest>;
export const SetupRequest = z.strictObject({
  secret: z.string().max(256),
  orgName: DisplayName,
  login: NewLogin,
  name: DisplayName,
  password: Password,
  device: DeviceInput,
  session: SessionMode,
});
export type SetupRequest = z.infer<typeof SetupRequest>;

export const authRoutes = {
  login: {
    method: 'POST',
    path: '/auth/login',
    summary: 'Sign in on a device',
    auth: 'public',
    body: LoginRequest,
    response: Session,
    errors: ['LOGIN_FAILED', 'LOGIN_LIMITED', 'USER_DISABLED', 'ORIGIN_REFUSED'],
  },
  refresh: {
    method: 'POST',
    path: '/auth/refresh',
    summary:
      'New access token; the refresh token rotates. The old one, shown again within `refreshRepeatMs` while the new one is unused, gives the same new one (the answer was lost, or two tabs asked at once); after that it counts as stolen and signs the device out',
    auth: 'cookie',
    body: RefreshRequest,
    response: Session,
    errors: ['REFRESH_INVALID', 'DEVICE_REVOKED', 'USER_DISABLED', 'ORIGIN_REFUSED'],
  },
  logout: {
    method: 'POST',
    path: '/auth/logout',
    summary: 'Sign this device out',
    auth: 'cookie',
    body: RefreshRequest,
    response: z.object({}),
    errors: ['ORIGIN_REFUSED'],
  },
  setupState: {
    method: 'GET',
    path: '/setup',
    summary: 'Whether the organisation still has to be created',
    auth: 'public',
    response: z.object({ needed: z.boolean() }),
    errors: [],
  },
  setup: {
    method: 'POST',
    path: '/setup',
    summary: 'Create the organisation and its first administrator with the one-time link',
    auth: 'public',
    body: SetupRequest,
    response: Session,
    errors: ['SETUP_DONE', 'SETUP_LINK_INVALID', 'PASSWORD_WEAK', 'ORIGIN_REFUSED'],
  },
} as const satisfies Record<string, Route>;
