import { createHmac } from 'node:crypto';
import { ParleyError } from '@parley/contract';
import { reserveDirect } from '@parley/db';
import type { ShardRouter } from '@parley/db';
import type { AccessTokens } from '../auth/access-tokens.js';
import { AddUser } from '../org/add-user.js';
import type { IdGenerator } from '../platform/ids.js';
import { markRead, sendAll, timesOf } from './demo-chat.js';
import type { DemoMessage } from './demo-chat.js';
import { DEMO_DIALOGUES } from './demo-dialogues.js';
import { DEMO_CHATS, DEMO_ORG, DEMO_PEOPLE } from './demo-people.js';
import { demoState, findPeople, finishDemo, foundDemo } from './demo.repo.js';
import { makeDirectChat } from './direct-chat.js';
import { makeGroup } from './group-chat.js';
import type { SeedDemoAnswer } from './index.js';
import type { Operator } from './operator.js';
import { OperatorError } from './usage.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const HISTORY_MS = 14 * DAY;
const PRINTED = 2;
const PRINTED_LOGINS = DEMO_PEOPLE.slice(0, PRINTED).map(({ login }) => login);
/** At most so many unread in a chat of theirs: enough to see a count, few enough to read. */
const UNREAD = [2, 1, 0, 3, 0, 1];
const REAL_ORG =
  'This organisation was set up by people. A demo needs an install of its own: choose another PARLEY_DATA_DIR.';

/** A demo organisation with people and chats, once; a repeat answers the same logins. Never into a real organisation. */
export async function seedDemo(operator: Operator): Promise<SeedDemoAnswer> {
  const shards = await operator.shards();
  const now = operator.clock.now();
  await foundDemo(shards.directory, DEMO_ORG, new Date(now));
  const state = await demoState(shards.directory);
  if (state === 'none') throw new OperatorError(REAL_ORG);
  const passwords = await demoPasswords(await operator.tokens());
  const logins = DEMO_PEOPLE.slice(0, PRINTED).map(({ login }) => ({ login, password: passwords(login) }));
  if (state === 'done') return { logins, people: DEMO_PEOPLE.length, messages: 0 };
  const stage = { shards, ids: await operator.ids(), people: await keepPeople(operator, passwords) };
  let messages = 0;
  for (const [index, chat] of DEMO_CHATS.entries()) messages += await seedChat(stage, { ...chat, index, now });
  await finishDemo(shards.directory);
  return { logins, people: stage.people.size, messages };
}

/** The same for this install whenever it is asked for, another for every install, and stored nowhere. */
async function demoPasswords(tokens: AccessTokens): Promise<(login: string) => string> {
  const key = await tokens.rotation();
  return (login) => createHmac('sha256', key).update(`demo password ${login}`).digest('base64url').slice(0, 14);
}

async function keepPeople(operator: Operator, passwords: (login: string) => string): Promise<Map<string, string>> {
  const shards = await operator.shards();
  const logins = DEMO_PEOPLE.map(({ login }) => login);
  const known = await findPeople(shards.directory, logins);
  const missing = DEMO_PEOPLE.filter(({ login }) => !known.has(login));
  if (missing.length === 0) return known;
  const add = new AddUser(shards, operator.passwords(), await operator.ids(), operator.clock);
  await Promise.all(
    missing.map((person) =>
      add.execute({ ...person, password: passwords(person.login) }, { actorId: null }).catch(ignoreTaken),
    ),
  );
  return findPeople(shards.directory, logins);
}

/** Two runs at once: the other one added this person. */
function ignoreTaken(error: unknown): void {
  if (!(error instanceof ParleyError && error.code === 'LOGIN_TAKEN')) throw error;
}

type Stage = { shards: ShardRouter; ids: IdGenerator; people: ReadonlyMap<string, string> };
type ChatPlan = (typeof DEMO_CHATS)[number] & { index: number; now: number };

/** Every step can be repeated: the pair keeps its conversation, and a message with its clientMsgId is the same message. */
async function seedChat(stage: Stage, plan: ChatPlan): Promise<number> {
  const { shards, ids, people } = stage;
  const memberIds = plan.people.map((login) => idOf(people, login));
  const messages = messagesOf(plan, memberIds);
  const began = new Date((messages[0]?.sentAt ?? plan.now) - 1_000);
  const conversationId =
    plan.name === undefined
      ? await keepDirectChat(stage, memberIds, began)
      : await keepGroup(stage, { memberIds, name: plan.name, began });
  const chat = { shards, ids, conversationId };
  const stored = await sendAll(chat, messages);
  await markRead(chat, readersOf(plan, people, messages), plan.now);
  return stored;
}

async function keepDirectChat({ shards, ids }: Stage, memberIds: readonly string[], began: Date): Promise<string> {
  const [userId = '', peerId = ''] = memberIds;
  const reserved = { userId, peerId, conversationId: ids.next(), outboxId: ids.next() };
  const { conversationId, lowUser: low, highUser: high } = await reserveDirect(shards.directory, reserved);
  await makeDirectChat(shards, { conversationId, low, high, createdAt: began });
  return conversationId;
}

type GroupPlan = { memberIds: readonly string[]; name: string; began: Date };

function keepGroup({ shards, ids }: Stage, { memberIds, name, began }: GroupPlan): Promise<string> {
  const told = { messageId: ids.next(), outboxId: ids.next() };
  return makeGroup(shards, { memberIds, name, key: `demo-${name}`, spareId: ids.next(), now: began, told });
}

function messagesOf(plan: ChatPlan, memberIds: readonly string[]): DemoMessage[] {
  const lines = plan.dialogues.flatMap((name) => DEMO_DIALOGUES.get(name) ?? []);
  // The first chats were busy a moment ago, the later ones hours or days ago: the list has something to sort.
  const last = plan.now - Math.min(6 * DAY, 3 * MINUTE * 1.9 ** plan.index);
  const times = timesOf(lines, last, (HISTORY_MS / (plan.dialogues.length + 1)) | 0);
  return lines.map(({ by, text }, at) => ({ senderId: memberIds[by] ?? '', text, sentAt: times[at] ?? last }));
}

/** Everybody has read everything, but for what the printed people find unread at the end. */
function readersOf(
  plan: ChatPlan,
  people: ReadonlyMap<string, string>,
  messages: readonly DemoMessage[],
): { userId: string; seq: number }[] {
  // A group begins with the line that says who made it.
  const before = plan.name === undefined ? 0 : 1;
  return plan.people.map((login) => {
    const userId = idOf(people, login);
    const lastOwn = messages.findLastIndex(({ senderId }) => senderId === userId);
    const unread = PRINTED_LOGINS.includes(login) ? (UNREAD[plan.index % UNREAD.length] ?? 0) : 0;
    return { userId, seq: before + Math.max(lastOwn + 1, messages.length - unread) };
  });
}

function idOf(people: ReadonlyMap<string, string>, login: string): string {
  const id = people.get(login);
  if (id === undefined) throw new Error(`there is no demo person ${login}`);
  return id;
}
