import type { z } from 'zod';
import { authRoutes } from './auth.js';
import { channelRoutes } from './channels.js';
import { conversationRoutes } from './conversations.js';
import { groupRoutes } from './groups.js';
import { joiningRoutes } from './joining.js';
import { messageRoutes } from './messages.js';
import { notificationRoutes } from './notifications.js';
import { peopleRoutes } from './people.js';
import { preferenceRoutes } from './preferences.js';
import { presenceRoutes } from './presence.js';
import { receiptRoutes } from './receipts.js';
import { scheduledRoutes } from './scheduled.js';
import { threadRoutes } from './threads.js';

/** Every REST route by name: server, SDK and docs/openapi.json derive from it. */
export const ROUTES = {
  ...authRoutes,
  ...peopleRoutes,
  ...conversationRoutes,
  ...groupRoutes,
  ...messageRoutes,
  ...channelRoutes,
  ...joiningRoutes,
  ...scheduledRoutes,
  ...threadRoutes,
  ...receiptRoutes,
  ...notificationRoutes,
  ...presenceRoutes,
  ...preferenceRoutes,
} as const;
export type RouteName = keyof typeof ROUTES;

type Part<R, K extends string, T> = R extends Record<K, z.ZodType> ? T : unknown;
type RouteOf<N extends RouteName> = (typeof ROUTES)[N];
type ParamsOf<R> = R extends { params: infer S extends z.ZodType } ? z.output<S> : never;
type QueryOf<R> = R extends { query: infer S extends z.ZodType } ? Partial<z.output<S>> : never;
type BodyOf<R> = R extends { body: infer S extends z.ZodType } ? z.input<S> : never;

/** What a caller of a route gives: params, query and body, as far as the route has them. */
export type RestInput<N extends RouteName> = Part<RouteOf<N>, 'params', { params: ParamsOf<RouteOf<N>> }> &
  Part<RouteOf<N>, 'query', { query?: QueryOf<RouteOf<N>> }> &
  Part<RouteOf<N>, 'body', { body: BodyOf<RouteOf<N>> }>;
export type RestOutput<N extends RouteName> = z.output<RouteOf<N>['response']>;
