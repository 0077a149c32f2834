import type { FanoutMode } from '@parley/core';
import type { Shard } from '../database.js';
import { statement } from '../repository-files.js';
import { numbers, pairs } from './literals.js';
import { modeOf } from './modes.js';
import { messagesOf, type MaybeMessage, type MessageRow } from './message-row.js';

const MEMBER_HEADS = statement('member_heads');
const MEMBERS = statement('conversation_members');
const PLACES = { name: 'chat_places', text: 'select * from chat_places($1)' };
const ROWS = { name: 'chat_list_items', text: 'select * from chat_list_items($1,$2)' };
const ROWS_OF = statement('chat_rows_of');

export type MemberHead = {
  userId: string;
  conversationId: string;
  seq: number;
  rev: number;
  ord: number;
  /** When something was last said; 0 = never. */
  at: number;
  /** In read mode the newest message that calls all, 0 if none does. */
  allSeq?: number;
};

type HeadColumns = {
  user_id: string;
  conversation_id: string;
  seq: string;
  rev: string;
  ord: string;
  at_ms: number;
  all_seq: string | null;
};

/** Heads for (user, conversation) pairs of many devices at once; pairs that are no membership now are missing. */
export async function memberHeads(
  shard: Shard,
  asked: readonly { userId: string; conversationId: string }[],
): Promise<MemberHead[]> {
  if (asked.length === 0) return [];
  const { rows } = await shard.pool.query<HeadColumns>({
    ...MEMBER_HEADS,
    values: pairs(asked),
  });
  return rows.map((row) => ({
    userId: row.user_id,
    conversationId: row.conversation_id,
    seq: Number(row.seq),
    rev: Number(row.rev),
    ord: Number(row.ord),
    at: row.at_ms,
    ...(row.all_seq === null ? {} : { allSeq: Number(row.all_seq) }),
  }));
}

/** What a send is checked against. Whoever decides by it names accessVersion, and the append refuses a stale one. */
export type ConversationAccess = {
  conversationId: string;
  kind: string;
  hidden: boolean;
  departmentId: string | null;
  createdAt: Date;
  accessVersion: number;
  head: { seq: number; rev: number };
  /** What a group says about sending. */
  settings: object | null;
  archived: boolean;
  mode: FanoutMode;
  memberCount: number;
  /** Ordered by user. In read mode only those who were asked for. */
  members: { userId: string; role: string; muteUntil: Date | null }[];
};

type MemberColumns = {
  id: string;
  kind: string;
  hidden: boolean;
  department_id: string | null;
  created_at: Date;
  member_count: number;
  access_version: string;
  seq: string;
  rev: string;
  settings: object | null;
  archived: boolean;
  mode: number;
  user_id: string | null;
  role: string | null;
  mute_until: Date | null;
};

/**
 * Conversations with access version and present members, from one snapshot; unknown ones are missing. Of those in read mode
 * only the `people` that are asked for. `lanes`: from inside the append lane, whose sends must not wait behind reads.
 */
export async function conversationAccess(
  shard: Shard,
  ids: readonly string[],
  { people = [], via = 'pool' }: { people?: readonly string[]; via?: 'pool' | 'lanes' } = {},
): Promise<Map<string, ConversationAccess>> {
  const found = new Map<string, ConversationAccess>();
  if (ids.length === 0) return found;
  const { rows } = await shard[via].query<MemberColumns>({ ...MEMBERS, values: [numbers(ids), numbers(people)] });
  for (const row of rows) {
    const access = found.get(row.id) ?? {
      conversationId: row.id,
      kind: row.kind,
      hidden: row.hidden,
      departmentId: row.department_id,
      createdAt: row.created_at,
      accessVersion: Number(row.access_version),
      head: { seq: Number(row.seq), rev: Number(row.rev) },
      settings: row.settings,
      archived: row.archived,
      mode: modeOf(row.mode),
      memberCount: row.member_count,
      members: [],
    };
    if (row.user_id !== null && row.role !== null) {
      access.members.push({ userId: row.user_id, role: row.role, muteUntil: row.mute_until });
    }
    found.set(row.id, access);
  }
  return found;
}

export type ChatPlaceRow = { conversationId: string; headSeq: number; lastAt: number };

/** Where a user's conversations on one shard stand, in no order; also those that are hidden from everybody. */
export async function chatPlaces(shard: Shard, userId: string): Promise<ChatPlaceRow[]> {
  const { rows } = await shard.pool.query<{ of_conversation: string; head_seq: string; last_ms: number }>({
    ...PLACES,
    values: [userId],
  });
  return rows.map((row) => ({
    conversationId: row.of_conversation,
    headSeq: Number(row.head_seq),
    lastAt: row.last_ms,
  }));
}

/** What the chat list shows of a conversation; the personal part is in chatPersonal. */
export type ChatPreview = {
  conversationId: string;
  kind: string;
  createdAt: number;
  head: { seq: number; rev: number; ord: number };
  lastMessage: MessageRow | null;
  /** Reported, or one's own last send if that is later. unread = head.ord - readOrd. */
  readSeq: number;
  readOrd: number;
  /** The other person of a direct conversation. */
  peer: { userId: string; readSeq: number; deliveredSeq: number } | null;
  /** Of a group. */
  name: string | null;
  memberCount: number;
  /** The user's own. */
  role: string;
};

type PreviewColumns = MaybeMessage & {
  of_conversation: string;
  conversation_kind: string;
  created_ms: number;
  head_seq: string;
  head_rev: string;
  head_ord: string;
  read_seq: string;
  read_ord: string;
  peer_id: string | null;
  peer_read_seq: string | null;
  peer_delivered_seq: string | null;
  conversation_name: string | null;
  member_count: number;
  my_role: string;
};

/** Previews of a user's conversations on one shard; those in which they are no member now are missing. */
export async function chatPreviews(shard: Shard, userId: string, ids: readonly string[]): Promise<ChatPreview[]> {
  if (ids.length === 0) return [];
  const { rows } = await shard.pool.query<PreviewColumns>({ ...ROWS, values: [userId, numbers(ids)] });
  return rows.map(previewOf);
}

/** One conversation as each of these people sees it; those who are no members now are missing. */
export async function chatPreviewsOf(
  shard: Shard,
  conversationId: string,
  userIds: readonly string[],
): Promise<Map<string, ChatPreview>> {
  if (userIds.length === 0) return new Map();
  const { rows } = await shard.pool.query<PreviewColumns & { of_user: string }>({
    ...ROWS_OF,
    values: [numbers(userIds), conversationId],
  });
  return new Map(rows.map((row) => [row.of_user, previewOf(row)]));
}

function previewOf(row: PreviewColumns): ChatPreview {
  return {
    conversationId: row.of_conversation,
    kind: row.conversation_kind,
    createdAt: row.created_ms,
    head: { seq: Number(row.head_seq), rev: Number(row.head_rev), ord: Number(row.head_ord) },
    lastMessage: messagesOf([row])[0] ?? null,
    readSeq: Number(row.read_seq),
    readOrd: Number(row.read_ord),
    peer:
      row.peer_id === null
        ? null
        : { userId: row.peer_id, readSeq: Number(row.peer_read_seq), deliveredSeq: Number(row.peer_delivered_seq) },
    name: row.conversation_name,
    memberCount: row.member_count,
    role: row.my_role,
  };
}
