/** One real example per event, held against the schemas when docs/wire.md is written: a wrong one stops the generator. */
import type { Message } from '../dist/index.js';

const conversationId = '7340032178176';
const me = '7340031954944';
const peer = '7340031959040';

const message: Message = {
  conversationId,
  seq: 43,
  rev: 43,
  ord: 43,
  messageId: '7340119244800',
  senderId: peer,
  clientMsgId: 'c_01k9x3m8q2f7w',
  sentAt: 1_795_420_800_123,
  content: { type: 'text', text: '明天 10 点开会 / see you at ten' },
};
const messageEntry = { inboxSeq: 998, v: 1, kind: 'message', conversationId, seq: 43, rev: 43, message };
const incarnation = '1795420000000';

export const CLIENT_EXAMPLES = {
  'message.send': {
    payload: {
      conversationId,
      clientMsgId: 'c_01k9x3p0d5h8r',
      content: {
        type: 'text',
        text: '@林示例 好的 👍',
        mentions: [{ type: 'user', userId: peer, at: 0, length: 4 }],
        replyTo: { seq: 43 },
      },
    },
    ack: { messageId: '7340119310336', seq: 44, rev: 44, ord: 44, sentAt: 1_795_420_801_456, own: [999] },
  },
  'receipt.read': { payload: { conversationId, seq: 43 }, ack: { readSeq: 43, readOrd: 43 } },
  'cursor.ack': { payload: { incarnation, inboxSeq: 998 }, ack: {} },
  'sync.pull': {
    payload: { incarnation, lastSeq: 997, limit: 100 },
    ack: { incarnation, entries: [messageEntry], hasMore: false, latestSeq: 998, heads: [] },
  },
  'sync.batch': {
    payload: { syncs: [{ conversationId, lastSeq: 42, lastRev: 42 }] },
    ack: {
      syncs: [{ conversationId, head: { seq: 43, rev: 43 }, messages: [message], purged: [], hasMore: false }],
    },
  },
  heartbeat: {
    payload: { cursor: { incarnation, inboxSeq: 998 } },
    ack: {
      serverTime: 1_795_420_830_000,
      incarnation,
      inboxSeq: 999,
      heads: [{ conversationId, seq: 44, rev: 44 }],
      own: [999],
    },
  },
  watch: { payload: { conversationIds: [conversationId] }, ack: {} },
  typing: { payload: { conversationId }, ack: {} },
  'presence.get': {
    payload: { userIds: [peer] },
    ack: { presence: [{ userId: peer, online: true, lastSeenAt: null }] },
  },
} as const;

export const SERVER_EXAMPLES = {
  ready: {
    protocol: 1,
    features: ['direct', 'groups', 'receipts', 'presence', 'typing'],
    connectionId: 'k3v9x0q7m1c2',
    userId: me,
    deviceId: 'd_4k2v9x0q7m1c',
    serverTime: 1_795_420_800_000,
    heartbeatMs: 30_000,
  },
  event: { incarnation, entries: [messageEntry] },
  signal: { kind: 'typing', conversationId, userId: peer },
  drain: { withinMs: 10_000 },
  resync: { reason: 'slow-reader' },
} as const;

export const ENTRY_EXAMPLES = {
  message: messageEntry,
  read: { inboxSeq: 1000, v: 1, kind: 'read', conversationId, rev: 45, readSeq: 44, readOrd: 44 },
  conversation: {
    inboxSeq: 1001,
    v: 1,
    kind: 'conversation',
    conversationId,
    rev: 1,
    item: {
      conversationId,
      kind: 'direct',
      peer: { userId: peer, login: 'lin.demo', name: '林示例', active: true },
      name: null,
      memberCount: null,
      role: null,
      head: { seq: 43, rev: 43, ord: 43 },
      lastMessage: message,
      lastAt: 1_795_420_800_123,
      readSeq: 42,
      readOrd: 42,
      unread: 1,
      mentionSeq: null,
      peerReceipt: { userId: peer, readSeq: 43, deliveredSeq: 43 },
    },
  },
  gone: { inboxSeq: 1002, v: 1, kind: 'gone', conversationId, rev: 12, seq: 12 },
} as const;

export const SIGNAL_EXAMPLES = {
  typing: { kind: 'typing', conversationId, userId: peer },
  presence: { kind: 'presence', presence: { userId: peer, online: false, lastSeenAt: 1_795_420_790_000 } },
  receipt: { kind: 'receipt', conversationId, userId: peer, readSeq: 44, deliveredSeq: 44 },
  error: {
    kind: 'error',
    event: 'typing',
    error: { code: 'ACK_REQUIRED', message: 'This event needs an ack callback. Send it again with one.', details: {} },
    closing: false,
  },
} as const;

export const HANDSHAKE_EXAMPLE = {
  token: 'eyJhbGciOiJFZERTQSJ9…',
  deviceId: 'd_4k2v9x0q7m1c',
  protocol: [1, 1],
} as const;

const group = { name: '发布小组 Release', memberCount: 3 };
export const SYSTEM_EXAMPLES = {
  created: { event: 'created', ...group, userIds: [peer, '7340031963136'] },
  added: { event: 'added', ...group, userIds: [peer] },
  removed: { event: 'removed', ...group, userIds: [peer] },
  left: { event: 'left', ...group },
  renamed: { event: 'renamed', ...group },
  role: { event: 'role', ...group, userId: peer, role: 'admin' },
} as const;
