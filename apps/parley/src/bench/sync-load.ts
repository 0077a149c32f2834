import { type ChatListItem, type ChatListPage, LIMITS, type SyncPage } from '@parley/contract';
import type { MintedSession } from '@parley/server/cli';

import { inLanes } from './support/in-lanes.js';
import { Latency, type LatencySummary } from './support/latency.js';
import type { Address } from './support/load-result.js';
import { Rest } from './support/rest.js';

/** Requests at a time while it is made. */
const LANES = 16;
/** Devices that come back, one after the other. */
const RETURNS = 20;

export interface SyncResult {
  /** Of a whole return, from the first request to the last parsed answer, over loopback. */
  pull: LatencySummary;
  snapshot: LatencySummary;
  entries: number;
  rows: number;
  /** Entries that were not contiguous, or came without their message. */
  wrong: number;
  makingSeconds: number;
}

/**
 * One person whom all the others write to while no device of theirs is there. Then one comes back and pulls what it missed; and
 * one that was away for too long begins anew, with the chat list.
 */
export async function load(address: Address, sessions: readonly MintedSession[], missed: number): Promise<SyncResult> {
  const rest = new Rest(address);
  const [reader, ...others] = sessions;
  if (reader === undefined) throw new Error('nobody reads');
  const began = performance.now();
  await inLanes(others.entries(), LANES, async ([place, other]) => {
    const open = { method: 'POST', path: '/conversations', body: { kind: 'direct', userId: reader.userId } };
    const { conversationId } = await rest.call<ChatListItem>(other, open);
    const each = Math.floor(missed / others.length) + (place < missed % others.length ? 1 : 0);
    for (let said = 0; said < each; said += 1) await rest.say(other, conversationId, `${other.userId}_${said}`);
  });
  const makingSeconds = (performance.now() - began) / 1_000;
  const result = { pull: new Latency(), snapshot: new Latency(), entries: 0, rows: 0, wrong: 0 };
  for (let time = 0; time < RETURNS; time += 1) {
    const at = performance.now();
    const pulled = await pull(rest, reader);
    result.pull.record(performance.now() - at);
    result.entries = pulled.entries;
    result.wrong += pulled.wrong;
  }
  for (let time = 0; time < RETURNS; time += 1) {
    const at = performance.now();
    result.rows = await snapshot(rest, reader);
    result.snapshot.record(performance.now() - at);
  }
  return { ...result, pull: result.pull.summary(), snapshot: result.snapshot.summary(), makingSeconds };
}

async function pull(rest: Rest, reader: MintedSession): Promise<{ entries: number; wrong: number }> {
  let [lastSeq, incarnation, entries, wrong] = [0, '0', 0, 0];
  for (let more = true; more;) {
    const query = `incarnation=${incarnation}&lastSeq=${lastSeq}&limit=${LIMITS.syncPage}`;
    const page = await rest.call<SyncPage>(reader, { path: `/sync?${query}` });
    for (const entry of page.entries) {
      if (entry.inboxSeq !== lastSeq + 1 || (entry.kind === 'message' && entry.message.content.type !== 'text'))
        wrong += 1;
      lastSeq = entry.inboxSeq;
      if (entry.kind === 'message') entries += 1;
    }
    ({ incarnation, hasMore: more } = page);
  }
  return { entries, wrong };
}

async function snapshot(rest: Rest, reader: MintedSession): Promise<number> {
  const rows = new Set<string>();
  for (let after: string | null | undefined; after !== null;) {
    const path = `/conversations?limit=${LIMITS.chatListPage}${after === undefined ? '' : `&after=${after}`}`;
    const page: ChatListPage = await rest.call(reader, { path });
    for (const { conversationId } of page.items) rows.add(conversationId);
    after = page.next;
  }
  return rows.size;
}
