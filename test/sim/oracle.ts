import { isDeepStrictEqual } from 'node:util';
import type { Message, Replies, ThreadItem } from '@parley/contract';
import type { Thread, TimelineSnapshot } from '@parley/sdk';
import { BLOCKED, repliesOf } from '@parley/testkit';
import type { Device, Tab } from './device.js';
import type { World } from './world.js';

const ALL = { from: '', to: '\uffff' };

/** What is wrong after the heal, in words; empty when every promise was kept. */
export async function judge(world: World, devices: readonly Device[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const device of devices) {
    wrong.push(...judgeSends(world, device));
    for (const tab of device.tabs) wrong.push(...judgeTab(world, device, tab), ...judgeThreads(world, device, tab));
    if (device.tabs.filter(({ client }) => client.isLeader).length !== 1)
      wrong.push(`${device.deviceId}: not one leader`);
    wrong.push(...judgeStoredCursor(world, device, await storedCursor(device)));
    wrong.push(...(await judgeStorage(world, device)));
    const queued = (await device.storage.range('sends', ALL)) as Array<{ clientMsgId: string; failed: unknown }>;
    const asked = await device.storage.range('requests', ALL);
    if (asked.length > 0) wrong.push(`${device.deviceId}: ${asked.length} requests are still stored`);
    for (const { clientMsgId } of queued.filter(({ failed }) => failed === null)) {
      wrong.push(`${device.deviceId}: ${clientMsgId} is still stored as waiting`);
    }
  }
  return wrong;
}

/** What a chat list shows before anybody looks into the conversations: how far each is, and how much of it is unread. */
export function judgeRows(world: World, devices: readonly Device[]): string[] {
  return devices.flatMap(({ userId, tabs }) =>
    tabs.flatMap(({ name, client }) => {
      const rows = new Map(client.chatList.getSnapshot().items.map((row) => [row.conversationId, row]));
      return world.server.store.chatList(userId).flatMap(({ conversationId, head, unread }) => {
        const row = rows.get(conversationId);
        const right = row?.head.seq === head.seq && row.head.ord === head.ord && row.unread === unread;
        const given = JSON.stringify({ ...row?.head, unread: row?.unread });
        return right ? [] : [`${name}: ${conversationId} is at ${given}, not ${JSON.stringify({ ...head, unread })}`];
      });
    }),
  );
}

function judgeTab(world: World, { userId }: Device, tab: Tab): string[] {
  const { store } = world.server;
  const wrong: string[] = [];
  const say = (text: string): void => void wrong.push(`${tab.name}: ${text}`);
  const head = store.head(userId);
  if (!isDeepStrictEqual(tab.client.cursor, head)) {
    say(
      `cursor ${JSON.stringify(tab.client.cursor)}, head ${JSON.stringify(head)}, ${JSON.stringify(tab.client.connection.getSnapshot())}`,
    );
  }
  if (!tab.client.connection.getSnapshot().synced) say('never synced');
  const preferred = { given: tab.client.preferences.getSnapshot().preferences, kept: store.own.preferencesOf(userId) };
  if (!isDeepStrictEqual(preferred.given, preferred.kept)) say(`preferences ${JSON.stringify(preferred)}`);
  const rows = new Map(tab.client.chatList.getSnapshot().items.map((row) => [row.conversationId, row]));
  for (const expected of store.chatList(userId)) {
    const { conversationId, peerReceipt, head, ...rest } = expected;
    const row = rows.get(conversationId);
    if (row === undefined) {
      say(`no row of ${conversationId}`);
      continue;
    }
    rows.delete(conversationId);
    const {
      conversationId: _,
      peerReceipt: seen,
      outgoing: _o,
      waiting: _w,
      lastState: _l,
      head: known,
      ...given
    } = row;
    if (!isDeepStrictEqual(given, rest)) say(`row ${JSON.stringify(given)}, expected ${JSON.stringify(rest)}`);
    if (known.seq !== head.seq || known.ord !== head.ord)
      say(`head ${JSON.stringify(known)} of ${conversationId}, not ${JSON.stringify(head)}`);
    if ((seen?.readSeq ?? 0) > (peerReceipt?.readSeq ?? 0)) say('shows as read what nobody read');
    wrong.push(...judgeTimeline(world, tab, conversationId));
  }
  for (const conversationId of rows.keys()) say(`has a row of ${conversationId} that the server has not`);
  for (const warning of tab.warnings) if (!ALLOWED.test(warning)) say(`warned: ${warning}`);
  return wrong;
}

/** Warnings that faults may cause. */
const ALLOWED = /^(the server refused|watch was refused|presence could not be asked)/;

function judgeTimeline(world: World, tab: Tab, conversationId: string): string[] {
  const conversation = world.server.store.conversations.get(conversationId);
  const log = (conversation?.messages ?? []).filter(({ thread }) => thread === undefined);
  const { messages, hasOlder, status, error } = tab.client.timeline(conversationId).getSnapshot();
  if (status !== 'ready' || hasOlder) return [`${tab.name}: timeline ${conversationId} is ${status}, ${String(error)}`];
  const sent = messages.filter(({ state }) => state !== 'failed');
  const given = sent.map(({ reactions, ...message }) =>
    lineOf({
      ...message,
      reactions: reactions.map(({ emoji, count, userIds }) => ({ emoji, count, userIds })),
    }),
  );
  const expected = log.map((message) => lineOf({ ...message, replies: repliesOf(conversation, message.seq) }));
  if (isDeepStrictEqual(given, expected)) return [];
  const at = expected.findIndex((line, index) => line !== given[index]);
  return [
    `${tab.name}: timeline ${conversationId} of ${given.length}, expected ${expected.length}; at ${at}: ${given[at]}, expected ${expected[at]}`,
  ];
}

/** The threads that a tab lists and how many of them are unread, and each of them as it is when it is opened. */
function judgeThreads({ server: { store } }: World, { userId }: Device, { name, client }: Tab): string[] {
  const mine = [...store.conversations.values()].filter(({ members }) => members.has(userId));
  const { threads, unread } = store.threads.list(userId, mine);
  const { items, unread: shown } = client.threads.getSnapshot();
  const expected = threads.map(threadLine);
  const given = items.map(threadLine);
  const wrong = isDeepStrictEqual(given, expected)
    ? []
    : [`${name}: threads ${given.join(', ')}, expected ${expected.join(', ')}`];
  if (shown !== unread) wrong.push(`${name}: ${shown} unread threads, not ${unread}`);
  for (const { conversationId, seq } of threads)
    wrong.push(...judgeThread(store, client.thread(conversationId, seq), name));
  return wrong;
}

function threadLine({ conversationId, seq, count, readOrd, root, last }: ThreadItem): string {
  return `${conversationId}/${seq}: ${readOrd} of ${count}, ${root?.seq} ${last?.seq}`;
}

function judgeThread({ conversations }: World['server']['store'], thread: Thread, name: string): string[] {
  const { conversationId, seq } = thread;
  const log = (conversations.get(conversationId)?.messages ?? []).filter((message) => message.thread?.seq === seq);
  const { status, hasOlder, messages } = thread.getSnapshot();
  const sent = messages.filter(({ state }) => state !== 'failed');
  const given = sent.map(({ seq: at, thread: of, content }) => `${at} ${of?.ord} ${content.type} ${content.text}`);
  const expected = log.map(({ seq: at, thread: of, content }) => `${at} ${of?.ord} ${content.type} ${content.text}`);
  if (status === 'ready' && !hasOlder && isDeepStrictEqual(given, expected)) return [];
  return [
    `${name}: thread ${conversationId}/${seq} is ${status}, ${given.join(', ')}, expected ${expected.join(', ')}`,
  ];
}

/** What a message shows. */
function lineOf({
  seq,
  messageId,
  content,
  reactions = [],
  replies,
}: Pick<Message, 'content'> & {
  seq: number | null;
  messageId: string | null;
  reactions?: unknown[] | undefined;
  replies?: Replies | null | undefined;
}): string {
  return `${seq} ${messageId} ${content.type} ${content.text} ${JSON.stringify(reactions)} ${replies?.count ?? 0}/${replies?.lastSeq ?? 0}`;
}

/** Each send is stored exactly once, or visibly failed, or discarded by the user; and the order of sending is kept. */
function judgeSends(world: World, device: Device): string[] {
  const wrong: string[] = [];
  const { conversations } = world.server.store;
  const shownTimelines = device.tabs.flatMap((tab) => timelinesOf(tab));
  const waiting = shownTimelines.flatMap(({ messages }) => messages.filter(({ seq }) => seq === null));
  const visible = new Map(waiting.map((message) => [message.clientMsgId, message]));
  const seqs = new Map<string, number[]>();
  for (const { clientMsgId, conversationId, text } of device.sent) {
    const stored = (conversations.get(conversationId)?.messages ?? []).filter(
      (message: Message) => message.clientMsgId === clientMsgId && message.senderId === device.userId,
    );
    const shown = visible.get(clientMsgId);
    const name = `${device.deviceId}: ${clientMsgId} "${text}"`;
    if (stored.length > 1) wrong.push(`${name} is stored ${stored.length} times`);
    if (stored.length === 1 && shown !== undefined) wrong.push(`${name} is stored and still shown as ${shown.state}`);
    if (
      stored.length === 0 &&
      shown?.state !== 'failed' &&
      !device.discarded.has(clientMsgId) &&
      !device.unstored.has(clientMsgId)
    ) {
      wrong.push(`${name} is neither stored nor failed (${shown?.state ?? 'not shown'})`);
    }
    if (shown?.state === 'failed' && !text.includes(BLOCKED)) wrong.push(`${name} failed: ${shown.error?.code}`);
    const [message] = stored;
    // What was refused once comes later, by the user's retry or by a reload that had not stored the refusal.
    if (message !== undefined && !device.retried.has(clientMsgId) && !text.includes(BLOCKED)) {
      seqs.set(`${text.split(' ')[0]} ${conversationId}`, [
        ...(seqs.get(`${text.split(' ')[0]} ${conversationId}`) ?? []),
        message.seq,
      ]);
    }
  }
  for (const [where, list] of seqs) {
    if (list.some((seq, index) => seq < (list[index - 1] ?? 0)))
      wrong.push(`${where}: sent in another order: ${list.join(' ')}`);
  }
  return wrong;
}

/** What must be true at any moment, whatever has gone wrong so far. */
export async function judgeMeanwhile(world: World, devices: readonly Device[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const device of devices) {
    wrong.push(...(await judgeStorage(world, device)));
    for (const tab of device.tabs) wrong.push(...timelinesOf(tab).flatMap((shown) => judgeShown(tab, shown)));
  }
  return wrong;
}

function timelinesOf({ client }: Tab): TimelineSnapshot[] {
  const { items } = client.chatList.getSnapshot();
  return items.map(({ conversationId }) => client.timeline(conversationId).getSnapshot());
}

function judgeShown(tab: Tab, { conversationId, messages }: TimelineSnapshot): string[] {
  const wrong: string[] = [];
  const keys = new Set(messages.map(({ key }) => key));
  if (keys.size !== messages.length) wrong.push(`${tab.name}: ${conversationId} shows a message twice`);
  const seqs = messages.flatMap(({ seq }) => (seq === null ? [] : [seq]));
  if (seqs.some((seq, at) => seq <= (seqs[at - 1] ?? 0))) wrong.push(`${tab.name}: ${conversationId} is out of order`);
  return wrong;
}

function judgeStoredCursor(world: World, { userId, deviceId }: Device, stored: StoredCursor): string[] {
  const head = world.server.store.head(userId);
  if (isDeepStrictEqual(stored, head)) return [];
  return [`${deviceId}: stored cursor ${JSON.stringify(stored)}, head ${JSON.stringify(head)}`];
}

type StoredCursor = { readonly incarnation: string; readonly inboxSeq: number } | undefined;

async function storedCursor({ storage }: Device): Promise<StoredCursor> {
  const [stored] = await storage.get('meta', ['cursor']);
  return stored as StoredCursor;
}

/** P6 on the disk: each message up to the stored cursor, and after the snapshot that it began with, is stored or still queued. */
async function judgeStorage(world: World, device: Device): Promise<string[]> {
  const { userId, deviceId, storage } = device;
  const stored = await storedCursor(device);
  const inbox = world.server.store.inbox(userId);
  if (stored === undefined || stored.incarnation !== inbox.incarnation) return [];
  const served = world.snapshots.get(deviceId) ?? [];
  const snapshots = served.filter(({ cursor }) => cursor.incarnation === stored.incarnation);
  const from = Math.max(0, ...snapshots.map(({ cursor }) => cursor.inboxSeq));
  const wrong: string[] = [];
  if (stored.inboxSeq > inbox.latestSeq)
    wrong.push(`${deviceId}: cursor ${stored.inboxSeq} is beyond ${inbox.latestSeq}`);
  for (const [inboxSeq, pointer] of inbox.entries) {
    if (inboxSeq <= from || inboxSeq > stored.inboxSeq || pointer.kind !== 'message') continue;
    const key = `${pointer.conversationId}:${String(pointer.seq).padStart(16, '0')}`;
    const sent =
      world.server.store.conversations.get(pointer.conversationId)?.messages[pointer.seq - 1]?.clientMsgId ?? '';
    // A snapshot empties the cache; a send that was acked before it may have its place told after it. History has it.
    const { conversationId, seq } = pointer;
    const own = device.sent.some(({ clientMsgId }) => clientMsgId === sent);
    if (own && served.some(({ heads }) => (heads.get(conversationId) ?? 0) >= seq)) continue;
    const [message] = await storage.get('messages', [key]);
    const [queued] = await storage.get('sends', [sent]);
    if (message === undefined && queued === undefined) {
      wrong.push(`${deviceId}: cursor ${stored.inboxSeq} passed ${inboxSeq}, but ${key} is not stored`);
    }
  }
  return wrong;
}
