import { DraftChange, LIMITS, type RestOutput, ThreadChange } from '@parley/contract';
import type { Call } from './call.js';
import type { ThreadOf } from './threads.js';
import { rootOf } from './threads.js';

type Served = 'threads' | 'thread' | 'changeThread' | 'threadDraft';

export const THREAD_HANDLERS: { readonly [N in Served]: (call: Call) => RestOutput<N> } = {
  threads: ({ server, token, query }) => {
    const { userId } = server.actor(token);
    const mine = [...server.store.conversations.values()].filter(({ members }) => members.has(userId));
    const { threads, unread } = server.store.threads.list(userId, mine);
    const from = Number(query['after'] ?? 0);
    const until = from + Number(query['limit'] ?? 50);
    return { threads: threads.slice(from, until), unread, next: until < threads.length ? String(until) : null };
  },
  thread: (call) => {
    const { beforeSeq, limit = 50 } = call.query;
    const before = beforeSeq === undefined ? Number.POSITIVE_INFINITY : Number(beforeSeq);
    return call.server.store.threads.page(threadOf(call), {
      before,
      limit: Math.min(LIMITS.threadPage, Number(limit)),
    });
  },
  changeThread: (call) => {
    const of = threadOf(call);
    const { threads } = call.server.store;
    if (threads.change(of, ThreadChange.parse(call.body))) tell(call, of);
    return threads.state(of);
  },
  threadDraft: (call) => {
    const of = threadOf(call);
    const { threads } = call.server.store;
    const typed = DraftChange.parse(call.body);
    if (threads.type(of, typed, call.server.options.now())) tell(call, of);
    return threads.state(of).draft ?? typed;
  },
};

function tell({ server }: Call, { userId, conversation, seq }: ThreadOf): void {
  server.tellOwn(userId, { kind: 'thread', conversationId: conversation.conversationId, rev: 0, seq });
}

function threadOf({ server, token, params }: Call): ThreadOf {
  const { userId } = server.actor(token);
  const conversation = server.store.conversation(params['conversationId'] ?? '', userId);
  const seq = Number(params['seq']);
  rootOf(conversation, seq);
  return { userId, conversation, seq };
}
