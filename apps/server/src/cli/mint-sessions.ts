import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import type { ShardRouter } from '@parley/db';
import type { IdGenerator } from '../platform/ids.js';
import { makeDirectChat } from './direct-chat.js';
import { makeGroup } from './group-chat.js';
import type { MintedSession, MintSessionsAnswer } from './index.js';
import { addBots, findUsersByLogin, keepDevices, keepPairs } from './mint.repo.js';
import type { MintedPair, MintedUser } from './mint.repo.js';
import { deviceOf, loginOf } from './mint-names.js';
import type { Operator } from './operator.js';
import { OperatorError } from './usage.js';

const MAX = 100_000;
const PER_BATCH = 2_000;
/** Conversations made at a time; the pool has as many connections. */
const AT_ONCE = 8;

/**
 * Signed-in devices for a load test, two and two in a direct conversation and, if asked, ten and ten in a group, without a
 * password hash each. The same users
 * serve the next run: nothing piles up.
 */
export async function mintSessions(operator: Operator, args: string[]): Promise<MintSessionsAnswer> {
  const { values } = parseArgs({
    args,
    options: { count: { type: 'string' }, groups: { type: 'boolean', default: false }, out: { type: 'string' } },
  });
  const count = Number(values.count);
  if (!Number.isInteger(count) || count < 2 || count > MAX) {
    throw new OperatorError(`--count: give a whole number from 2 to ${MAX}`, 2);
  }
  // Two share a conversation, so an odd count gets one more.
  const sessions: MintedSession[] = [];
  for (let from = 0; from < count + (count % 2); from += PER_BATCH) {
    const size = Math.min(PER_BATCH, count + (count % 2) - from);
    sessions.push(...(await mintBatch(operator, { from, size, withGroups: values.groups })));
  }
  const minted = sessions.slice(0, count);
  if (values.out === undefined) return { count, sessions: minted };
  await writeLines(values.out, minted);
  return { count, sessions: [] };
}

type Batch = { from: number; size: number; withGroups: boolean };

async function mintBatch(operator: Operator, { from, size, withGroups }: Batch): Promise<MintedSession[]> {
  const shards = await operator.shards();
  const ids = await operator.ids();
  const numbers = Array.from({ length: size }, (_, at) => from + at + 1);
  const users = await keepUsers(shards, ids, numbers);
  const devices = users.map(({ id, login }) => ({ userId: id, deviceId: deviceOf(login) }));
  const now = new Date(operator.clock.now());
  await keepDevices(shards.directory, { devices, name: 'load test', now });
  const pairs = await keepConversations(shards, ids, { users, now });
  const groups = withGroups ? await keepGroups(shards, ids, { users, now }) : new Map<string, string>();
  const tokens = await operator.tokens();
  const ofUser = new Map(pairs.flatMap((pair) => [[pair.low, pair] as const, [pair.high, pair] as const]));
  return Promise.all(
    devices.map(async ({ userId, deviceId }) => {
      const pair = ofUser.get(userId);
      if (pair === undefined) throw new Error(`user ${userId} has no conversation`);
      const { token } = await tokens.sign({ userId, deviceId, role: 'member' });
      const peerId = pair.low === userId ? pair.high : pair.low;
      const groupId = groups.get(userId) ?? null;
      return { userId, deviceId, token, conversationId: pair.conversationId, peerId, groupId };
    }),
  );
}

async function keepUsers(shards: ShardRouter, ids: IdGenerator, numbers: number[]): Promise<MintedUser[]> {
  const logins = numbers.map(loginOf);
  const known = await findUsersByLogin(shards.directory, logins);
  if (known.length < logins.length) {
    const missing = logins.filter((login) => !known.some((user) => user.login === login));
    await addBots(
      shards.directory,
      missing.map((login) => ({ id: ids.next(), login, name: login })),
    );
  }
  const users = await findUsersByLogin(shards.directory, logins);
  return users.toSorted((a, b) => (a.login < b.login ? -1 : 1));
}

async function keepConversations(
  shards: ShardRouter,
  ids: IdGenerator,
  { users, now }: { users: readonly MintedUser[]; now: Date },
): Promise<MintedPair[]> {
  const wanted: MintedPair[] = [];
  for (let at = 0; at + 1 < users.length; at += 2) {
    const [first, second] = [users[at], users[at + 1]];
    if (first === undefined || second === undefined) break;
    const [low, high] = BigInt(first.id) < BigInt(second.id) ? [first.id, second.id] : [second.id, first.id];
    wanted.push({ low, high, conversationId: ids.next() });
  }
  const pairs = await keepPairs(shards.directory, wanted);
  const waiting = [...pairs];
  const lane = async (): Promise<void> => {
    for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
      await makeDirectChat(shards, { ...pair, createdAt: now });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return pairs;
}

const GROUP_SIZE = 10;

/** Ten and ten in a group; the conversation of each by its members. */
async function keepGroups(
  shards: ShardRouter,
  ids: IdGenerator,
  { users, now }: { users: readonly MintedUser[]; now: Date },
): Promise<Map<string, string>> {
  const waiting = Array.from({ length: Math.floor(users.length / GROUP_SIZE) }, (_, at) =>
    users.slice(at * GROUP_SIZE, (at + 1) * GROUP_SIZE).map(({ id }) => id),
  );
  const groups = new Map<string, string>();
  const lane = async (): Promise<void> => {
    for (let memberIds = waiting.pop(); memberIds !== undefined; memberIds = waiting.pop()) {
      const conversationId = await makeGroup(shards, {
        memberIds,
        key: 'bench-group',
        name: 'Load',
        spareId: ids.next(),
        now,
      });
      for (const userId of memberIds) groups.set(userId, conversationId);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return groups;
}

async function writeLines(path: string, sessions: readonly MintedSession[]): Promise<void> {
  const file = createWriteStream(path, { mode: 0o600 });
  for (const session of sessions) file.write(`${JSON.stringify(session)}\n`);
  file.end();
  await finished(file);
}
