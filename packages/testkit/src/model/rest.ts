import {
  API_PREFIX,
  DraftChange,
  LIMITS,
  type Message,
  ParleyError,
  PersonalChange,
  PreferencesChange,
  type RestOutput,
  type RouteName,
  ROUTES,
} from '@parley/contract';
import { react } from '@parley/core';
import type { RestAnswer, RestRequest } from '@parley/sdk';
import type { Call } from './call.js';
import type { ModelServer } from './server.js';
import { THREAD_HANDLERS } from './thread-routes.js';
import { pulled } from './threads.js';

/** The routes that a device needs; each is one moment. */
export function answerRest(server: ModelServer, request: RestRequest): RestAnswer {
  const [path = '', search = ''] = request.path.slice(API_PREFIX.length).split('?');
  for (const [name, handler] of Object.entries({ ...HANDLERS, ...THREAD_HANDLERS })) {
    const route = ROUTES[name as RouteName];
    const params = route.method === request.method ? paramsOf(route.path, path) : null;
    if (params === null) continue;
    const query = queryOf(search);
    const body = (request.body ?? {}) as Record<string, unknown>;
    return { status: 200, body: handler({ server, token: request.token, params, query, body }), retryAfterMs: null };
  }
  throw new ParleyError('NOT_FOUND');
}

function queryOf(search: string): Record<string, string> {
  const query: Record<string, string> = {};
  for (const pair of search.split('&')) {
    const [key = '', value = ''] = pair.split('=');
    query[decodeURIComponent(key)] = decodeURIComponent(value);
  }
  return query;
}

function paramsOf(template: string, path: string): Record<string, string> | null {
  const wanted = template.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    const value = given[at] ?? '';
    if (part.startsWith('{')) params[part.slice(1, -1)] = decodeURIComponent(value);
    else if (part !== value) return null;
  }
  return params;
}

type Served =
  | 'refresh'
  | 'logout'
  | 'me'
  | 'findUsers'
  | 'usersById'
  | 'chatList'
  | 'conversation'
  | 'createConversation'
  | 'personal'
  | 'draft'
  | 'preferences'
  | 'changePreferences'
  | 'history'
  | 'editMessage'
  | 'recallMessage'
  | 'addReaction'
  | 'removeReaction';

const HANDLERS: { readonly [N in Served]: (call: Call) => RestOutput<N> } = {
  refresh: ({ server, body }) => {
    const { userId, deviceId } = server.actor(
      typeof body['refreshToken'] === 'string' ? body['refreshToken'] : undefined,
    );
    return server.session(userId, deviceId);
  },
  logout: () => ({}),
  me: ({ server, token }) => {
    const { userId, deviceId } = server.actor(token);
    return server.session(userId, deviceId).me;
  },
  findUsers: ({ server, query }) => {
    const word = (query['query'] ?? '').toLowerCase();
    return { users: [...server.store.users.values()].filter(({ name }) => name.toLowerCase().startsWith(word)) };
  },
  usersById: ({ server, token, body }) => {
    server.actor(token);
    const asked = new Set(body['userIds'] as string[]);
    return { users: [...server.store.users.values()].filter(({ userId }) => asked.has(userId)) };
  },
  chatList: ({ server, token, query }) => {
    const { userId } = server.actor(token);
    // Small pages, so that a list changes while it is read.
    const limit = Math.min(2, Number(query['limit'] ?? 50));
    const from = Number(query['after'] ?? 0);
    const all = server.store.chatList(userId);
    const items = all.filter(({ conversationId }) => !server.awayConversations.has(conversationId));
    const missing = items.length < all.length ? { missing: true } : {};
    const next = from + limit < items.length ? String(from + limit) : null;
    return { cursor: server.store.head(userId), items: items.slice(from, from + limit), next, ...missing };
  },
  conversation: ({ server, token, params }) =>
    server.store.item(params['conversationId'] ?? '', server.actor(token).userId),
  createConversation: ({ server, token, body }) => {
    const { userId } = server.actor(token);
    const opened = server.store.openDirect(userId, String(body['userId']), server.options.now());
    return server.store.item(opened.conversationId, userId);
  },
  editMessage: (call) => {
    const content = (call.body as { content: Message['content'] }).content;
    return act(call, (message, now) => ({ ...message, content, edited: { at: now, version: 2 } }));
  },
  recallMessage: (call) =>
    act(call, ({ edited: _edited, reactions: _reactions, ...message }, _now, userId) => ({
      ...message,
      content: { type: 'recalled', by: userId },
    })),
  addReaction: (call) => act(call, (message, _now, userId) => reacted(message, call, { userId, on: true })),
  removeReaction: (call) => act(call, (message, _now, userId) => reacted(message, call, { userId, on: false })),
  personal: ({ server, token, params, body }) => {
    const { userId } = server.actor(token);
    const conversationId = params['conversationId'] ?? '';
    const { head } = server.store.item(conversationId, userId);
    const version = server.store.inbox(userId).latestSeq + 1;
    const at = { now: server.options.now(), headSeq: head.seq, version };
    const personal = server.store.own.change([userId, conversationId], PersonalChange.parse(body), at);
    if (personal !== null) server.tellOwn(userId, { kind: 'personal', conversationId, rev: 0, personal });
    return server.store.own.of(userId, conversationId).personal;
  },
  draft: ({ server, token, params, body }) => {
    const { userId } = server.actor(token);
    const conversationId = params['conversationId'] ?? '';
    server.store.item(conversationId, userId);
    const typed = DraftChange.parse(body);
    const draft = server.store.own.type([userId, conversationId], typed, server.options.now());
    if (draft !== null) server.tellOwn(userId, { kind: 'draft', conversationId, rev: 0 });
    return server.store.own.of(userId, conversationId).draft ?? typed;
  },
  preferences: ({ server, token }) => server.store.own.preferencesOf(server.actor(token).userId),
  changePreferences: ({ server, token, body }) => {
    const { userId } = server.actor(token);
    const version = server.store.inbox(userId).latestSeq + 1;
    if (server.store.own.prefer(userId, PreferencesChange.parse(body), version)) {
      server.tellOwn(userId, { kind: 'preferences', conversationId: '0', rev: 0 });
    }
    return server.store.own.preferencesOf(userId);
  },
  history: ({ server, token, params, query }) => {
    const conversation = server.store.conversation(params['conversationId'] ?? '', server.actor(token).userId);
    const { messages, rev } = conversation;
    const limit = Math.min(LIMITS.historyPage, Number(query['limit'] ?? 50));
    const since = messages.findIndex(({ sentAt }) => sentAt >= Number(query['at']));
    const after = query['at'] === undefined ? query['afterSeq'] : since < 0 ? messages.length : since;
    const before = query['beforeSeq'] === undefined ? messages.length + 1 : Number(query['beforeSeq']);
    const from = after === undefined ? Math.max(0, before - 1 - limit) : Number(after);
    const page = messages.slice(from, after === undefined ? before - 1 : from + limit);
    const asRead = page.map((message) => pulled(conversation, message));
    return { messages: asRead, purged: [], head: { seq: messages.length, rev }, firstSeq: 1 };
  },
};

/** One act on a message; those on a recalled one change nothing. */
function act(
  { server, token, params }: Call,
  change: (message: Message, now: number, userId: string) => Message,
): Message {
  const { userId } = server.actor(token);
  const at = { conversationId: params['conversationId'] ?? '', seq: Number(params['seq']) };
  return server.store.change(at, userId, (message) => {
    if (message.content.type !== 'text') throw new ParleyError('NOT_EDITABLE');
    return change(message, server.options.now(), userId);
  });
}

function reacted(message: Message, { params }: Call, { userId, on }: { userId: string; on: boolean }): Message {
  const emoji = params['emoji'] ?? '';
  const { reactions = [], ...rest } = message;
  const there = reactions.some((one) => one.emoji === emoji && one.userIds.includes(userId));
  if (there === on) return message;
  const after = react(reactions, { emoji, userId, on });
  return after.length === 0 ? rest : { ...rest, reactions: after };
}
