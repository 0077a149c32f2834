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
const changed: Message = {
  ...message,
  rev: 46,
  content: { type: 'text', text: '明天 11 点开会 / see you at eleven' },
  edited: { at: 1_795_420_860_000, version: 2 },
  reactions: [{ emoji: '👍', count: 1, userIds: [me] }],
};
const messageEntry = { inboxSeq: 998, v: 1, kind: 'message', conversationId, seq: 43, rev: 43, message };
const incarnation = '1795420000000';
const personal = {
  version: 1003,
  pinnedAt: 1_795_420_802_000,
  muteUntil: null,
  hiddenSeq: null,
  unreadSeq: null,
  notify: null,
};

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
      syncs: [
        {
          conversationId,
          head: { seq: 43, rev: 43 },
          messages: [message],
          changed: [],
          rev: 43,
          purged: [],
          hasMore: false,
        },
      ],
    },
  },
  heartbeat: {
    payload: {
      cursor: { incarnation, inboxSeq: 998 },
      network: 'wifi',
      idleMs: 4_000,
      seen: { missing: 2, healed: 2 },
    },
    ack: {
      heartbeatMs: 60_000,
      serverTime: 1_795_420_830_000,
      incarnation,
      inboxSeq: 999,
      heads: [{ conversationId, seq: 44, rev: 44, ord: 43, at: 1_795_420_829_000 }],
      own: [999],
    },
  },
  watch: {
    payload: { conversationIds: [conversationId] },
    ack: { heads: [{ conversationId, seq: 44, rev: 44, ord: 43, at: 1_795_420_829_000 }] },
  },
  typing: { payload: { conversationId }, ack: {} },
  'presence.get': {
    payload: { userIds: [peer], look: true },
    ack: {
      presence: [
        {
          userId: peer,
          online: true,
          lastSeenAt: null,
          away: true,
          dnd: false,
          status: { emoji: '🏖️', text: '休假', until: 1_795_507_200_000 },
        },
      ],
    },
  },
} as const;

export const SERVER_EXAMPLES = {
  ready: {
    protocol: 1,
    features: [
      'direct',
      'groups',
      'channels',
      'receipts',
      'presence',
      'typing',
      'changes',
      'saved',
      'scheduled',
      'threads',
      'push',
      'status',
      'ledger',
      'preferences',
    ],
    connectionId: 'k3v9x0q7m1c2',
    userId: me,
    deviceId: 'd_4k2v9x0q7m1c',
    serverTime: 1_795_420_800_000,
    heartbeatMs: 30_000,
  },
  event: { incarnation, entries: [messageEntry] },
  timeline: {
    head: { conversationId, seq: 43, rev: 43, ord: 43, at: 1_795_420_800_123 },
    messages: [message],
    changes: [],
  },
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
      profile: null,
      mutedUntil: null,
      joinRequests: 0,
      head: { seq: 43, rev: 43, ord: 43 },
      lastMessage: message,
      lastAt: 1_795_420_800_123,
      readSeq: 42,
      readOrd: 42,
      unread: 1,
      mentionSeq: null,
      peerReceipt: { userId: peer, readSeq: 43, deliveredSeq: 43 },
      personal,
      draft: null,
    },
  },
  change: { inboxSeq: 1003, v: 1, kind: 'change', conversationId, seq: 43, rev: 46, by: me, message: changed },
  hidden: { inboxSeq: 1004, v: 1, kind: 'hidden', conversationId, rev: 46, ranges: [{ from: 40, to: 41 }] },
  saved: { inboxSeq: 1005, v: 1, kind: 'saved', conversationId, rev: 46, seq: 43, savedAt: 1_795_420_900_000 },
  personal: { inboxSeq: 1006, v: 1, kind: 'personal', conversationId, rev: 0, personal },
  draft: {
    inboxSeq: 1007,
    v: 1,
    kind: 'draft',
    conversationId,
    rev: 0,
    draft: { text: '明天上午', updatedAt: 1_795_420_800_000 },
  },
  scheduled: {
    inboxSeq: 1008,
    v: 1,
    kind: 'scheduled',
    conversationId,
    rev: 0,
    scheduledId: '7340119400448',
    scheduled: {
      scheduledId: '7340119400448',
      conversationId,
      clientMsgId: 'c_01k9x3r4f6t2z',
      state: 'waiting',
      version: 1,
      sendAt: 1_795_510_800_000,
      createdAt: 1_795_420_900_000,
      content: { type: 'text', text: '早上好 / good morning' },
    },
  },
  thread: {
    inboxSeq: 1009,
    v: 1,
    kind: 'thread',
    conversationId,
    rev: 0,
    seq: 43,
    thread: {
      conversationId,
      seq: 43,
      count: 2,
      lastSeq: 47,
      lastAt: 1_795_420_910_000,
      readOrd: 1,
      following: true,
      version: 1,
      draft: null,
    },
  },
  status: {
    inboxSeq: 1_007,
    v: 1,
    kind: 'status',
    status: {
      version: 1_007,
      custom: { emoji: '🏖️', text: '休假', until: 1_795_507_200_000 },
      away: null,
      lastSeen: 'everybody',
    },
  },
  preferences: {
    inboxSeq: 1_011,
    v: 1,
    kind: 'preferences',
    preferences: {
      version: 1_011,
      language: 'zh-CN',
      theme: 'dark',
      density: 'comfortable',
      textSize: 110,
      timeFormat: '24',
      sendKey: 'enter',
      layout: 'rows',
    },
  },
  notifications: {
    inboxSeq: 1010,
    v: 1,
    kind: 'notifications',
    settings: {
      version: 1010,
      quietHours: { on: true, from: 1_320, to: 420, timeZone: 'Asia/Shanghai' },
      pausedUntil: null,
      keywords: ['发布', 'release'],
      preview: 'sender',
    },
  },
  gone: { inboxSeq: 1002, v: 1, kind: 'gone', conversationId, rev: 12, seq: 12 },
} as const;

export const SIGNAL_EXAMPLES = {
  typing: { kind: 'typing', conversationId, userId: peer },
  presence: { kind: 'presence', presence: { userId: peer, online: false, lastSeenAt: 1_795_420_790_000 } },
  receipt: { kind: 'receipt', conversationId, userId: peer, readSeq: 44, deliveredSeq: 44 },
  head: { kind: 'head', head: { conversationId, seq: 44, rev: 44, ord: 43, at: 1_795_420_829_000 } },
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

const profile = {
  topic: '每周三发布 / every Wednesday',
  avatar: { tint: 3, emoji: '🚀' },
  visibility: 'private',
  archived: false,
  settings: {
    post: 'everybody',
    add: 'everybody',
    info: 'admins',
    pin: 'admins',
    mentionAll: 'admins',
    muteAll: false,
    slowSeconds: 0,
    history: 0,
    approval: false,
  },
};
const group = { name: '发布小组 Release', memberCount: 3, profile };
export const SYSTEM_EXAMPLES = {
  created: { event: 'created', ...group, userIds: [peer, '7340031963136'] },
  added: { event: 'added', ...group, userIds: [peer] },
  removed: { event: 'removed', ...group, userIds: [peer] },
  left: { event: 'left', ...group },
  renamed: { event: 'renamed', ...group },
  role: { event: 'role', ...group, userId: peer, role: 'admin' },
  joined: { event: 'joined', ...group },
  topic: { event: 'topic', ...group },
  avatar: { event: 'avatar', ...group },
  announcement: { event: 'announcement', ...group, text: '周五停机维护 / maintenance on Friday' },
  settings: { event: 'settings', ...group, changed: ['muteAll', 'slowSeconds'] },
  muted: { event: 'muted', ...group, userId: peer, until: 1_795_424_400_000 },
  nickname: { event: 'nickname', ...group, userId: peer, nickname: '小林' },
  visibility: { event: 'visibility', ...group, profile: { ...profile, visibility: 'public' } },
  archived: { event: 'archived', ...group, profile: { ...profile, archived: true } },
  unarchived: { event: 'unarchived', ...group },
  dissolved: { event: 'dissolved', ...group, memberCount: 0 },
} as const;
