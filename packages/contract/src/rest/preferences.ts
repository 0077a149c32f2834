import { Preferences, PreferencesChange } from '../preferences.js';
import type { Route } from './route.js';

/** How a person likes their client. What others see of them: presence.ts; when they are notified: notifications.ts. */
export const preferenceRoutes = {
  preferences: {
    method: 'GET',
    path: '/preferences',
    summary: 'How I like my client, on all my devices',
    auth: 'bearer',
    response: Preferences,
    errors: [],
  },
  changePreferences: {
    method: 'PATCH',
    path: '/preferences',
    summary: 'Change some of it, on all my devices; what is left out stays',
    auth: 'bearer',
    body: PreferencesChange,
    response: Preferences,
    errors: [],
  },
} as const satisfies Record<string, Route>;
