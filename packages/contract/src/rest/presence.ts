import * as z from 'zod';
import { Counter } from '../ids.js';
import { OwnStatus, StatusChange } from '../presence.js';
import type { Route } from './route.js';

/** What people say of themselves; who is there comes by the socket. docs/adr/0015-presence.md */
export const presenceRoutes = {
  status: {
    method: 'GET',
    path: '/me/status',
    summary: 'What I have set about how others see me',
    auth: 'bearer',
    response: OwnStatus,
    errors: [],
  },
  changeStatus: {
    method: 'PATCH',
    path: '/me/status',
    summary: 'Change some of it, on all my devices; what is left out stays',
    auth: 'bearer',
    body: StatusChange,
    response: OwnStatus,
    errors: [],
  },
  onlineCount: {
    method: 'GET',
    path: '/presence/count',
    summary: 'How many people are online, for admins',
    auth: 'bearer',
    response: z.object({
      online: Counter.nullable().meta({ description: 'null: nobody knows at the moment.' }),
    }),
    errors: ['FORBIDDEN'],
  },
} as const satisfies Record<string, Route>;
