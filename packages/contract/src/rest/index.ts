import { authRoutes } from './auth.js';
import { conversationRoutes } from './conversations.js';
import { peopleRoutes } from './people.js';

/** Every REST route by name: server, SDK and docs/openapi.json derive from it. */
export const ROUTES = { ...authRoutes, ...peopleRoutes, ...conversationRoutes } as const;
export type RouteName = keyof typeof ROUTES;
