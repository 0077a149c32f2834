import { parseArgs } from 'node:util';
import type { ShardRouter } from '@parley/db';
import { inSlice, messagesOf, type AgedConversation } from './age-plan.js';
import { addEntries, addMessages, catchUp, conversationsOf, settle, type AgedEntries, type Slice } from './age.repo.js';
import type { AgeAnswer } from './index.js';
import { findUsersByLogin } from './mint.repo.js';
import { deviceOf, loginOf } from './mint-names.js';
import type { Operator } from './operator.js';
import { OperatorError } from './usage.js';

const MAX = 100_000_000;
/** Messages that one round adds at most: what it holds at a time stays small, and conversations stand interleaved. */
const PER_SLICE = 100_000;
const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * Fills the databases with what the load test's people would have said in the past days, by whole sets: messages, heads, inboxes and
 * cursors as sending them one after the other leaves them. For an install that is thrown away afterwards, with nobody on it.
 */
export async function ageDatabase(operator: Operator, args: string[]): Promise<AgeAnswer> {
  const { values } = parseArgs({
    args,
    options: { count: { type: 'string' }, messages: { type: 'string' }, days: { type: 'string', default: '25' } },
  });
  const count = whole(values.count, 'count', 100_000);
  const messages = whole(values.messages, 'messages', MAX);
  const days = whole(values.days, 'days', 3_650);
  const shards = await operator.shards();
  const logins = Array.from({ length: count }, (_, at) => loginOf(at + 1));
  const users = await findUsersByLogin(shards.directory, logins);
  if (users.length < count) throw new OperatorError(`there are only ${users.length} of ${count}: mint-sessions first`);
  const userIds = users.map(({ id }) => id);
  const conversations = (await Promise.all(shards.shards.map((shard) => conversationsOf(shard, userIds)))).flat();
  if (conversations.length === 0) throw new OperatorError('these people have no conversation');
  const now = operator.clock.now();
  await fill(shards, conversations, { messages, from: now - days * DAY_MS, to: now });
  const deviceByUser = new Map(users.map(({ id, login }) => [id, deviceOf(login)]));
  await catchUp(shards, { userIds, deviceOf: (userId) => deviceByUser.get(userId) ?? '', now: new Date(now) });
  const bytes = await Promise.all(shards.shards.map(settle));
  return { messages, conversations: conversations.length, bytes: bytes.reduce((sum, one) => sum + one, 0) };
}

function whole(given: string | undefined, name: string, most: number): number {
  const number = Number(given);
  if (Number.isInteger(number) && number >= 1 && number <= most) return number;
  throw new OperatorError(`--${name}: give a whole number from 1 to ${most}`, 2);
}

type Fill = { messages: number; from: number; to: number };

async function fill(
  shards: ShardRouter,
  conversations: readonly AgedConversation[],
  { messages, from, to }: Fill,
): Promise<void> {
  const counts = messagesOf(conversations, messages);
  const members = new Map(conversations.map(({ conversationId, memberIds }) => [conversationId, memberIds]));
  const texts = textsOfAll();
  // A day each, or less.
  const slices = Math.max(Math.ceil((to - from) / DAY_MS), Math.ceil(messages / PER_SLICE));
  const at = (number: number): Date => new Date(from + ((to - from) * number) / slices);
  for (let number = 0; number < slices; number += 1) {
    const slice: Slice = { number, from: at(number), to: at(number + 1) };
    const amounts = conversations.flatMap(({ conversationId }, index) => {
      const count = inSlice(counts[index] ?? 0, number, slices);
      return count === 0 ? [] : [{ conversationId, count }];
    });
    const byShard = shards.groupByShard(amounts, ({ conversationId }) => conversationId);
    const spans = await Promise.all([...byShard].map(([shard, mine]) => addMessages(shard, mine, { slice, texts })));
    const entries = spans
      .flat()
      .flatMap((span) => (members.get(span.conversationId) ?? []).map((userId): AgedEntries => ({ ...span, userId })));
    const inboxes = shards.groupByShard(entries, ({ userId }) => userId);
    await Promise.all([...inboxes].map(([shard, mine]) => addEntries(shard, mine)));
  }
}

const WORDS = 'karo miten solver panilo dusmer fingal torben lisquo ashwen yoreld 早上好 会议 请查收 谢谢'.split(' ');

/** A hundred, in the sizes of the mixed load: 70 of 256 B, 25 of 1 KiB, four of 4 KiB, one of 16 KiB. */
function textsOfAll(): string[] {
  const sizes = [
    ...Array<number>(70).fill(256),
    ...Array<number>(25).fill(1_024),
    ...Array<number>(4).fill(4_096),
    16_384,
  ];
  // The sizes stand in no order of their own: neighbours on a page differ.
  return sizes.map((_, at) => textOf(sizes[(at * 37) % sizes.length] ?? 256, at));
}

function textOf(bytes: number, seed: number): string {
  let text = '';
  for (let at = seed; Buffer.byteLength(text) < bytes; at = (at * 31 + 17) % 9_973)
    text += `${WORDS[at % WORDS.length] ?? ''} `;
  return text;
}
