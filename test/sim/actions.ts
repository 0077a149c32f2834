import { BLOCKED } from '@parley/testkit';
import type { Device, Tab } from './device.js';
import type { World } from './world.js';

export type Scene = { readonly world: World; readonly devices: readonly Device[] };

/** One thing that a user, an operator or bad luck does. */
type Action = (scene: Scene) => void;

const random = ({ world }: Scene): World['random'] => world.random;

function anyTab(scene: Scene): { device: Device; tab: Tab } | null {
  const device = random(scene).pick(scene.devices);
  return device.tabs.length === 0 ? null : { device, tab: random(scene).pick(device.tabs) };
}

function anyConversation(scene: Scene, tab: Tab): string | null {
  const { items } = tab.client.chatList.getSnapshot();
  return items.length === 0 ? null : random(scene).pick(items).conversationId;
}

const send: Action = (scene) => {
  const at = anyTab(scene);
  const conversationId = at === null ? null : anyConversation(scene, at.tab);
  if (at === null || conversationId === null) return;
  const burst = random(scene).chance(0.2) ? 1 + random(scene).int(6) : 1;
  for (let i = 0; i < burst; i += 1) {
    const blocked = random(scene).chance(0.06) ? ` ${BLOCKED}` : '';
    const text = `${at.tab.name} says ${at.device.sent.length}${blocked}`;
    const clientMsgId = at.tab.client.send(conversationId, text);
    at.device.sent.push({ clientMsgId, conversationId, text });
    scene.world.note(`${at.tab.name} sends ${clientMsgId} to ${conversationId}`);
  }
};

/** Somebody says something in the thread of a message that a tab shows. */
const reply: Action = (scene) => {
  const at = anyTab(scene);
  const thread = at === null ? null : anyThread(scene, at.tab);
  if (at === null || thread === null) return;
  const { conversationId, seq } = thread;
  const text = `${at.tab.name} replies ${at.device.sent.length}`;
  const clientMsgId = at.tab.client.send(conversationId, text, { thread: { seq } });
  at.device.sent.push({ clientMsgId, conversationId, text });
  scene.world.note(`${at.tab.name} replies ${clientMsgId} to ${seq} of ${conversationId}`);
};

/** Opens a thread, follows it or leaves it, or reads it. */
const openThread: Action = (scene) => {
  const at = anyTab(scene);
  const found = at === null ? null : anyThread(scene, at.tab);
  if (at === null || found === null) return;
  const thread = at.tab.client.thread(found.conversationId, found.seq);
  at.tab.lookAtThread(found.conversationId, found.seq);
  if (random(scene).chance(0.3)) thread.follow(random(scene).chance(0.5)).catch(() => undefined);
  if (random(scene).chance(0.5)) thread.read();
};

/** One that is followed, or that may begin at any message. */
function anyThread(scene: Scene, tab: Tab): { conversationId: string; seq: number } | null {
  const { items } = tab.client.threads.getSnapshot();
  if (items.length > 0 && random(scene).chance(0.5)) return random(scene).pick(items);
  const conversationId = anyConversation(scene, tab);
  if (conversationId === null) return null;
  const { messages } = tab.client.timeline(conversationId).getSnapshot();
  const roots = messages.flatMap(({ seq, content }) => (seq === null || content.type !== 'text' ? [] : [seq]));
  return roots.length === 0 ? null : { conversationId, seq: random(scene).pick(roots) };
}

const openDirect: Action = (scene) => {
  const at = anyTab(scene);
  const peer = random(scene).pick(scene.devices).userId;
  if (at === null || peer === at.device.userId) return;
  at.tab.client.openDirect(peer).catch(() => undefined);
};

const look: Action = (scene) => {
  const at = anyTab(scene);
  const conversationId = at === null ? null : anyConversation(scene, at.tab);
  if (at === null || conversationId === null) return;
  at.tab.look(conversationId);
  const timeline = at.tab.client.timeline(conversationId);
  void timeline.load().then(() => (random(scene).chance(0.3) ? timeline.loadOlder() : undefined));
};

/** Somebody reads in a timeline that holds more than a page can, here a handful; then goes on, or back to the newest. */
const read: Action = (scene) => {
  const at = anyTab(scene);
  const conversationId = at === null ? null : anyConversation(scene, at.tab);
  if (at === null || conversationId === null) return;
  const timeline = at.tab.client.timeline(conversationId);
  const { messages } = timeline.getSnapshot();
  if (messages.length === 0) return;
  timeline.trim(random(scene).pick(messages).seq ?? 1, 2 * (2 + random(scene).int(4)));
  const dice = random(scene).number();
  if (dice < 0.3) void timeline.loadOlder();
  else if (dice < 0.6) void timeline.loadNewer();
  else if (dice < 0.8) void timeline.loadNewest();
};

const lookAway: Action = (scene) => anyTab(scene)?.tab.lookAway();

/** So many came or went, or so much was said, that it is fanned out the other way from now on. */
const changeMode: Action = (scene) => {
  const { store } = scene.world.server;
  const group = random(scene).pick([...store.conversations.values()].filter(({ name }) => name !== null));
  const by = random(scene).chance(0.5) ? random(scene).pick([...group.members.keys()]) : null;
  store.changeMode(group.conversationId, by, scene.world.clock.now());
  scene.world.note(`${group.conversationId} is in ${group.mode} mode from ${group.modes.at(-1)?.fromSeq ?? 0}`);
  scene.world.server.fanOutAll();
};

const markRead: Action = (scene) => {
  const at = anyTab(scene);
  const rows = at?.tab.client.chatList.getSnapshot().items ?? [];
  if (at === null || rows.length === 0) return;
  const row = random(scene).pick(rows);
  at.tab.client.markRead(row.conversationId, random(scene).int(row.head.seq + 2));
};

/** Somebody edits, recalls or reacts, through a tab that shows the message. */
const change: Action = (scene) => {
  const at = anyTab(scene);
  const conversationId = at === null ? null : anyConversation(scene, at.tab);
  if (at === null || conversationId === null) return;
  const { messages } = at.tab.client.timeline(conversationId).getSnapshot();
  const sent = messages.flatMap(({ seq, mine, content }) => (seq === null ? [] : [{ seq, mine, text: content.text }]));
  if (sent.length === 0) return;
  const { seq, mine, text } = random(scene).pick(sent);
  const where = { conversationId, seq };
  const dice = random(scene).number();
  scene.world.note(`${at.tab.name} changes ${seq} of ${conversationId}: ${dice.toFixed(2)}`);
  const { client } = at.tab;
  const acted = !mine || dice < 0.6 ? client.react(where, random(scene).pick(['👍', '❤️']), dice < 0.4) : null;
  const said = acted ?? (dice < 0.9 ? client.editMessage(where, `${text ?? ''}!`) : client.recallMessage(where));
  said.catch(() => undefined);
};

const PREFERRED = [
  { theme: 'dark' },
  { theme: 'light' },
  { textSize: 125 },
  { textSize: 100, timeFormat: '12' },
  { timeFormat: '24', language: 'en' },
] as const;

/** Somebody chooses how their client looks, whether there is a connection or not. */
const prefer: Action = (scene) => {
  const at = anyTab(scene);
  if (at === null) return;
  const choice = random(scene).pick(PREFERRED);
  scene.world.note(`${at.tab.name} prefers ${JSON.stringify(choice)}`);
  at.tab.client.setPreferences(choice);
};

const settleFailed: Action = (scene) => {
  const at = anyTab(scene);
  if (at === null) return;
  for (const { conversationId, outgoing } of at.tab.client.chatList.getSnapshot().items) {
    if (outgoing !== 'failed') continue;
    for (const message of at.tab.client.timeline(conversationId).getSnapshot().messages) {
      if (message.state !== 'failed') continue;
      scene.world.note(`${at.tab.name} settles ${message.clientMsgId}`);
      if (random(scene).chance(0.5)) {
        at.device.retried.add(message.clientMsgId);
        at.tab.client.retry(message.clientMsgId);
      } else {
        at.device.discarded.add(message.clientMsgId);
        at.tab.client.discard(message.clientMsgId);
      }
    }
  }
};

/** Whether it was in time the device decides: taken back or sent, never both. */
const cancelWaiting: Action = (scene) => {
  const at = anyTab(scene);
  if (at === null) return;
  for (const { conversationId, outgoing } of at.tab.client.chatList.getSnapshot().items) {
    if (outgoing !== 'pending') continue;
    const { messages } = at.tab.client.timeline(conversationId).getSnapshot();
    const waiting = messages.filter(({ cancellable }) => cancellable);
    if (waiting.length === 0 || random(scene).chance(0.5)) continue;
    const { clientMsgId } = random(scene).pick(waiting);
    scene.world.note(`${at.tab.name} takes ${clientMsgId} back`);
    at.device.discarded.add(clientMsgId);
    at.tab.client.discard(clientMsgId);
  }
};

const reload: Action = (scene) => {
  const at = anyTab(scene);
  if (at === null) return;
  scene.world.note(`${at.tab.name} is killed`);
  at.device.kill(at.tab);
  if (at.device.tabs.length === 0 || random(scene).chance(0.5)) void at.device.open();
};

const openTab: Action = (scene) => {
  const device = random(scene).pick(scene.devices);
  if (device.tabs.length < 2) void device.open();
};

const closeTab: Action = (scene) => {
  const at = anyTab(scene);
  if (at === null || at.device.tabs.length < 2) return;
  const { tab, device } = at;
  scene.world.note(`${tab.name} stops`);
  device.tabs.splice(device.tabs.indexOf(tab), 1);
  void tab.client.stop().then(() => tab.kill());
};

const cut: Action = (scene) => {
  const at = anyTab(scene);
  const told = random(scene).chance(0.7);
  scene.world.note(`${at?.tab.name ?? ''} is cut, told: ${told}`);
  at?.tab.network.cut(told);
};

const goOffline: Action = (scene) => {
  const device = random(scene).pick(scene.devices);
  device.setOnline(!device.online);
};

const restart: Action = (scene) => {
  const { server } = scene.world;
  const kind = random(scene).pick(['gateway', 'logic', 'both', 'silent']);
  scene.world.note(`server restarts: ${kind}`);
  if (kind !== 'gateway') server.restartLogic();
  if (kind !== 'logic') server.restartGateway(kind !== 'silent');
};

const outage: Action = ({ world }) => {
  world.server.down = !world.server.down;
  if (world.server.down) world.server.restartGateway(true);
};

const trim: Action = (scene) => {
  const { userId } = random(scene).pick(scene.devices);
  scene.world.note(`inbox of ${userId} is trimmed`);
  scene.world.server.store.trimInbox(userId, random(scene).int(10));
};

const renew: Action = (scene) => {
  const { userId } = random(scene).pick(scene.devices);
  scene.world.note(`inbox of ${userId} is renewed`);
  const { server } = scene.world;
  server.store.renewInbox(userId);
  // As after a restore, when everything is started anew.
  for (const connection of [...server.connections.values()])
    if (connection.userId === userId) server.drop(connection, true);
};

const gatewayWord: Action = (scene) => {
  const at = anyTab(scene);
  if (random(scene).chance(0.5)) at?.tab.network.signal('drain', { withinMs: random(scene).int(5_000) });
  else at?.tab.network.signal('resync', { reason: 'routes-rewritten' });
};

const sweep: Action = ({ world }) => world.server.fanOutAll();
const toggleBlocking: Action = ({ world }) => {
  world.server.blocksText = !world.server.blocksText;
};

const WEIGHTED: ReadonlyArray<readonly [number, Action]> = [
  [60, send],
  [15, reply],
  [8, openThread],
  [4, openDirect],
  [10, look],
  [10, read],
  [2, lookAway],
  [2, changeMode],
  [10, markRead],
  [10, change],
  [6, prefer],
  [6, settleFailed],
  [4, cancelWaiting],
  [5, reload],
  [3, openTab],
  [2, closeTab],
  [6, cut],
  [3, goOffline],
  [3, restart],
  [1, outage],
  [1, trim],
  [0.5, renew],
  [3, gatewayWord],
  [3, sweep],
  [1, toggleBlocking],
];
const TOTAL = WEIGHTED.reduce((sum, [weight]) => sum + weight, 0);

/** Something happens. */
export function act(scene: Scene): void {
  let at = scene.world.random.number() * TOTAL;
  for (const [weight, action] of WEIGHTED) {
    at -= weight;
    if (at <= 0) return action(scene);
  }
}
