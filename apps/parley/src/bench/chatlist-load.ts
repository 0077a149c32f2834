import { setTimeout as sleep } from 'node:timers/promises';

import { API_PREFIX, type ChatListPage, LIMITS } from '@parley/contract';
import type { MintedSession } from '@parley/server/cli';

import { Latency, type LatencySummary } from './support/latency.js';
import type { Address } from './support/load-result.js';
import { makeChats } from './support/make-chats.js';

/** Lists that are opened, one after the other: each is a person who starts the app. */
const OPENED = 100;
/** What a client shows first. */
const FIRST_PAGE = 50;

export interface ChatListResult {
  makingSeconds: number;
  /** From the request to the parsed answer, over loopback. */
  first: LatencySummary;
  following: LatencySummary;
  /** Rows that all pages together held, each counted once. */
  rows: number;
  bytesOfFirst: number;
}

type Call = { method?: string; path: string; body?: object };

/** One person whom all the others have written to once; then the list is opened, and read to its end. */
export async function load(address: Address, sessions: readonly MintedSession[]): Promise<ChatListResult> {
  const [reader, ...others] = sessions;
  if (reader === undefined) throw new Error('nobody reads');
  const call = async (
    who: MintedSession,
    { method = 'GET', path, body }: Call,
  ): Promise<{ data: unknown; bytes: number }> => {
    for (;;) {
      const answer = await fetch(`http://${address.host}:${address.port}${API_PREFIX}${path}`, {
        method,
        headers: { authorization: `Bearer ${who.token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (answer.ok) return { data: JSON.parse(text) as unknown, bytes: text.length };
      if (answer.status !== 429) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
      await sleep(200);
    }
  };
  const began = performance.now();
  await makeChats(address, reader, others);
  const makingSeconds = (performance.now() - began) / 1_000;

  const page = async (
    after: string | null,
    limit: number,
    latency: Latency,
  ): Promise<{ data: ChatListPage; bytes: number }> => {
    const path = `/conversations?limit=${limit}${after === null ? '' : `&after=${after}`}`;
    const at = performance.now();
    const { data, bytes } = await call(reader, { path });
    latency.record(performance.now() - at);
    return { data: data as ChatListPage, bytes };
  };
  const first = new Latency();
  let bytesOfFirst = 0;
  for (let opened = 0; opened < OPENED; opened += 1) bytesOfFirst = (await page(null, FIRST_PAGE, first)).bytes;
  const following = new Latency();
  const rows = new Set<string>();
  for (let after: string | null | undefined; after !== null;) {
    const { data } = await page(after ?? null, LIMITS.chatListPage, following);
    for (const { conversationId } of data.items) rows.add(conversationId);
    after = data.next;
  }
  return { makingSeconds, first: first.summary(), following: following.summary(), rows: rows.size, bytesOfFirst };
}
