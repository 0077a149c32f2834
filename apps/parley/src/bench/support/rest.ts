import { setTimeout as sleep } from 'node:timers/promises';

import { API_PREFIX, type ChatListItem, LIMITS } from '@parley/contract';
import type { MintedSession } from '@parley/server/cli';

import type { Address } from './load-result.js';

export type Call = { method?: string; path: string; body?: object; signal?: AbortSignal };

/** REST as one of the sessions; who is told to wait comes again. */
export class Rest {
  private readonly base: string;

  constructor(address: Address) {
    this.base = `http://${address.host}:${address.port}${API_PREFIX}`;
  }

  async call<T>(who: MintedSession, call: Call): Promise<T> {
    for (;;) {
      const { status, text } = await this.once(who, call);
      if (status < 300) return JSON.parse(text) as T;
      if (status !== 429 && status !== 503) throw new Error(`${call.method ?? 'GET'} ${call.path}: ${status} ${text}`);
      await sleep(200);
    }
  }

  /** Whatever is answered. */
  async once(
    who: MintedSession,
    { method = 'GET', path, body, signal }: Call,
  ): Promise<{ status: number; text: string }> {
    const answer = await fetch(`${this.base}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${who.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
    return { status: answer.status, text: await answer.text() };
  }

  say(who: MintedSession, conversationId: string, key: string): Promise<{ seq: number }> {
    const body = { clientMsgId: `c_bench_${key}`, content: { type: 'text', text: 'Good morning / 早上好' } };
    return this.call(who, { method: 'POST', path: `/conversations/${conversationId}/messages`, body });
  }

  /** The owner makes it and brings the others in, as many a call as one call takes. */
  async group(owner: MintedSession, others: readonly MintedSession[]): Promise<string> {
    const body = { kind: 'group', key: `bench_${Date.now().toString(36)}`, name: 'Load', userIds: [] };
    const { conversationId } = await this.call<ChatListItem>(owner, { method: 'POST', path: '/conversations', body });
    for (let from = 0; from < others.length; from += LIMITS.membersPerCall) {
      const userIds = others.slice(from, from + LIMITS.membersPerCall).map(({ userId }) => userId);
      await this.call(owner, { method: 'POST', path: `/conversations/${conversationId}/members`, body: { userIds } });
    }
    return conversationId;
  }
}
