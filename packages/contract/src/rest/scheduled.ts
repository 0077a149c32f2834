import * as z from 'zod';
import { Id } from '../ids.js';
import { Scheduled, ScheduledChange, ScheduledPage, ScheduledQuery, ScheduleRequest } from '../scheduled.js';
import type { Route } from './route.js';

const ofScheduled = z.strictObject({ scheduledId: Id });
const CONTENT = ['TEXT_EMPTY', 'TEXT_TOO_LONG', 'TEXT_INVALID', 'REPLY_NOT_FOUND', 'THREAD_NOT_FOUND'] as const;

/** Messages that are sent later. They are mine alone until they are sent. */
export const scheduledRoutes = {
  scheduleMessage: {
    method: 'POST',
    path: '/conversations/{conversationId}/scheduled',
    summary: 'Schedule a message. The same `clientMsgId` again answers with what became of it, and is never sent twice',
    auth: 'bearer',
    params: z.strictObject({ conversationId: Id }),
    body: ScheduleRequest,
    response: Scheduled,
    errors: [
      'CONVERSATION_NOT_FOUND',
      'SCHEDULE_TIME_INVALID',
      'SCHEDULED_FULL',
      'SCHEDULED_NOT_FOUND',
      'CONFLICT',
      ...CONTENT,
    ],
  },
  scheduled: {
    method: 'GET',
    path: '/scheduled',
    summary: 'My scheduled messages that were not sent yet, of all conversations',
    auth: 'bearer',
    query: ScheduledQuery,
    response: ScheduledPage,
    errors: [],
  },
  changeScheduled: {
    method: 'PATCH',
    path: '/scheduled/{scheduledId}',
    summary: 'Change what is sent, or when. A new time makes a missed or failed one wait again',
    auth: 'bearer',
    params: ofScheduled,
    body: ScheduledChange,
    response: Scheduled,
    errors: ['SCHEDULED_NOT_FOUND', 'SCHEDULED_SENT', 'SCHEDULE_TIME_INVALID', ...CONTENT],
  },
  cancelScheduled: {
    method: 'DELETE',
    path: '/scheduled/{scheduledId}',
    summary: 'Delete a scheduled message: it is not sent',
    auth: 'bearer',
    params: ofScheduled,
    response: z.object({}),
    errors: ['SCHEDULED_NOT_FOUND', 'SCHEDULED_SENT'],
  },
  sendScheduled: {
    method: 'POST',
    path: '/scheduled/{scheduledId}/send',
    summary: 'Send it now. Answers with what became of it: when `state` is `failed`, `failure` says why',
    auth: 'bearer',
    params: ofScheduled,
    response: Scheduled,
    errors: ['SCHEDULED_NOT_FOUND', 'SCHEDULED_SENT'],
  },
} as const satisfies Record<string, Route>;
