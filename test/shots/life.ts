import type { Message } from '@parley/contract';
import { type ChatRow, createNodePorts, ParleyClient, type SendExtras } from '@parley/sdk';
import { PATIENCE_MS } from '../support/wait.js';

export type Login = { readonly login: string; readonly password: string };

/** Of the demo organisation: a group of each language. */
export const GROUPS = { zh: '发布小组', en: 'Mobile redesign' } as const;
export const CHANNEL = '公司公告 Announcements';

const HOUR = 3_600_000;
const CODE = `The release script, as it is now:
\`\`\`ts
for (const gateway of gateways) {
  await drain(gateway, { perSecond: 200 });
  await start(gateway.next);
}
\`\`\``;

export async function clientOf(url: string, { login, password }: Login): Promise<ParleyClient> {
  const client = new ParleyClient({ ports: createNodePorts({ url }) });
  await client.login({ login, password, deviceName: 'Pictures', platform: 'other' });
  await client.start();
  await client.whenOnline(PATIENCE_MS);
  return client;
}

/**
 * What the demo organisation does not come with: reactions, threads, quotes, pins, a card, a channel, what is scheduled, begun or
 * muted. Through the same doors as everybody else. The two stay there until it is taken back.
 */
export async function enliven(url: string, [first, second]: readonly [Login, Login]): Promise<() => Promise<void>> {
  const [lin, alex] = [await clientOf(url, first), await clientOf(url, second)];
  await inGroups(lin, alex);
  await betweenTheTwo(lin, alex, second.login);
  await forThemselves(lin, alex);
  return async () => {
    await Promise.all([lin.stop(), alex.stop()]);
  };
}

async function inGroups(lin: ParleyClient, alex: ParleyClient): Promise<void> {
  const mobile = await history(alex, chat(lin, GROUPS.en));
  const done = find(mobile, 'Dark icons are done');
  await lin.react(done, '🎉', true);
  await alex.react(find(mobile, 'Tablet is merged'), '🎉', true);
  await lin.react(find(mobile, 'Tablet is merged'), '👍', true);
  await alex.pinMessage(find(mobile, 'Then let'), true);
  await say(lin, done, { text: 'Readable in the sun as well. 很清楚！', thread: { seq: done.seq } });
  await say(alex, done, {
    text: 'Thank you for trying. I will keep the old ones for a week.',
    thread: { seq: done.seq },
  });
  await say(lin, done, {
    text: 'The help page should show them, too. Shall I ask Robin?',
    replyTo: { seq: find(mobile, 'The help page').seq },
  });
  const name = `@${lin.me?.name ?? ''}`;
  const calls = { mentions: [{ type: 'user' as const, userId: lin.me?.userId ?? '', at: 0, length: name.length }] };
  await say(alex, done, { text: `${name} yes, please. **Tomorrow at nine** we open it to everybody.`, ...calls });

  const release = await history(lin, chat(lin, GROUPS.zh));
  const found = find(release, '还发现一个小问题');
  await lin.pinMessage(find(release, '下周四晚上十点发布'), true);
  await alex.react(find(release, '全部完成'), '🎉', true);
  await lin.react(find(release, '全部完成'), '🎉', true);
  await lin.react(find(release, '谁请奶茶'), '😂', true);
  await say(alex, found, { text: '帮助页里的版本号我也改了。', thread: { seq: found.seq } });
  await say(lin, found, { text: '好，这次一起发。', thread: { seq: found.seq } });
  await say(lin, found, '复盘放在明天上午十点，每个人带一条“下次可以更好的”。\n1. 演练\n2. 监控\n3. 文档');
  await lin.saveMessage(find(release, '步骤从十二步减到七步'), true);
}

async function betweenTheTwo(lin: ParleyClient, alex: ParleyClient, login: string): Promise<void> {
  const direct = lin.chatList.getSnapshot().items.find(({ peer }) => peer?.login === login);
  if (direct === undefined) throw new Error('the two have no chat');
  const at = { conversationId: direct.conversationId };
  await say(alex, at, CODE);
  const code = find(await history(alex, direct), 'The release script');
  await lin.react(code, '👀', true);
  await say(lin, at, { text: '清楚多了。Could it also say how many are left?', replyTo: { seq: code.seq } });
  await lin.pinMessage(code, true);
  const { conversationId } = chat(lin, GROUPS.en);
  const seqs = (await history(lin, chat(lin, GROUPS.en))).slice(-4).map(({ seq }) => seq);
  await lin.forward({ from: { conversationId, seqs }, to: [direct.conversationId], merged: true });
  await say(alex, at, 'Thanks! 收到 👍');
  await alex.saveMessage(code, true);
}

async function forThemselves(lin: ParleyClient, alex: ParleyClient): Promise<void> {
  const rows = lin.chatList.getSnapshot().items.filter(({ peer }) => peer !== null);
  const last = rows.at(-1);
  if (last === undefined) throw new Error('nobody to write to');
  await lin.setPersonal(chat(lin, GROUPS.zh).conversationId, { pinned: true });
  await alex.setPersonal(chat(alex, GROUPS.en).conversationId, { pinned: true });
  await lin.setPersonal(last.conversationId, { muteUntil: lin.now() + 24 * HOUR });
  await lin.rest.call('draft', {
    params: { conversationId: rows[2]?.conversationId ?? '' },
    body: { text: '今天的会改到下午三点，', updatedAt: lin.now() },
  });
  await lin.ownPresence.set({ custom: { emoji: '📝', text: '上午专心写文档', until: lin.now() + 3 * HOUR } });
  await alex.ownPresence.set({ custom: { emoji: '🚆', text: 'On the train, patchy reception', until: null } });
  await lin.createChannel({
    name: CHANNEL,
    userIds: [alex.me?.userId ?? ''],
    topic: '全公司都看得到的消息 · News for everybody',
    visibility: 'public',
    post: 'admins',
  });
  for (const client of [lin, alex]) {
    const { conversationId } = chat(client, client === lin ? GROUPS.zh : GROUPS.en);
    const text = client === lin ? '早上好，十点复盘，会议室在三楼。' : 'Good morning! It is open to everybody now.';
    await client.schedule(conversationId, { text, sendAt: client.now() + 14 * HOUR });
  }
}

function chat(client: ParleyClient, name: string): ChatRow {
  const found = client.chatList.getSnapshot().items.find((row) => row.name === name);
  if (found === undefined) throw new Error(`no chat is called ${name}`);
  return found;
}

async function history(client: ParleyClient, { conversationId }: Pick<ChatRow, 'conversationId'>): Promise<Message[]> {
  return (await client.rest.call('history', { params: { conversationId }, query: { limit: 50 } })).messages;
}

type At = { readonly conversationId: string; readonly seq: number };

function find(messages: readonly Message[], text: string): At {
  const found = messages.find(({ content }) => content.text?.includes(text) === true);
  if (found === undefined) throw new Error(`nobody said ${text}`);
  return { conversationId: found.conversationId, seq: found.seq };
}

async function say(
  client: ParleyClient,
  { conversationId }: Pick<At, 'conversationId'>,
  content: string | (SendExtras & { text: string }),
): Promise<void> {
  const { text, ...extras } = typeof content === 'string' ? { text: content } : content;
  await client.whenSent(client.send(conversationId, text, extras));
}
