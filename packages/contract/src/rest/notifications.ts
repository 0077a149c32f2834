import * as z from 'zod';
import {
  NotificationSettings,
  NotificationSettingsInput,
  PushKey,
  PushRecordPage,
  PushRecordQuery,
  PushSubscriptionInput,
} from '../notification.js';
import type { Route } from './route.js';

/** Whom we wake, and why we did or did not. docs/adr/0013-push.md */
export const notificationRoutes = {
  notifications: {
    method: 'GET',
    path: '/notifications',
    summary: 'What I have set about being notified',
    auth: 'bearer',
    response: NotificationSettings,
    errors: [],
  },
  setNotifications: {
    method: 'PUT',
    path: '/notifications',
    summary: 'Set all of it, on all my devices',
    auth: 'bearer',
    body: NotificationSettingsInput,
    response: NotificationSettings,
    errors: [],
  },
  pushRecords: {
    method: 'GET',
    path: '/notifications/ledger',
    summary: 'Why I was notified, or was not: of everything, of one conversation, or of one message. Kept for 30 days',
    auth: 'bearer',
    query: PushRecordQuery,
    response: PushRecordPage,
    errors: ['CONVERSATION_NOT_FOUND', 'MESSAGE_NOT_FOUND'],
  },
  pushKey: {
    method: 'GET',
    path: '/push/key',
    summary: 'The key that a browser subscribes with',
    auth: 'bearer',
    response: PushKey,
    errors: [],
  },
  subscribePush: {
    method: 'POST',
    path: '/push/subscriptions',
    summary: 'Push to this device. It has one subscription: another one replaces it',
    auth: 'bearer',
    body: PushSubscriptionInput,
    response: z.object({}),
    errors: ['PUSH_ENDPOINT_REFUSED'],
  },
  unsubscribePush: {
    method: 'DELETE',
    path: '/push/subscriptions',
    summary: 'Do not push to this device any more',
    auth: 'bearer',
    response: z.object({}),
    errors: [],
  },
} as const satisfies Record<string, Route>;
