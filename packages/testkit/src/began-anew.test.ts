import { type ChatListItem, type ErrorCode, ParleyError } from '@parley/contract';
import { type ParleyClient, type TimelineMessage } from '@parley/sdk';
import { beforeEach, describe, expect, test } from 'vitest';
import { Scene, type SceneDevice, type SceneTab } from './scene.js';

const SAID = 600;

let scene: Scene;
let anna: SceneDevice;
let bo: SceneDevice;
let conversationId: string;

beforeEach(() => {
  scene = new Scene();
  ({ anna, bo, conversationId } = scene.direct());
  say(SAID);
});

function say(count: number): void {
  const { store } = scene.server;
  const { messages } = store.conversations.get(conversationId) ?? { messages: [] };
  const before = messages.length;
  for (let number = before + 1; number <= before + count; number += 1) {
    const content = { type: 'text' as const, text: `${number}` };
    const said = { conversationId, senderId: bo.userId, clientMsgId: `said_before_${number}`, origin: '', content };
    store.append(said, scene.clock.now());
  }
  scene.server.fanOutAll();
}

const shown = ({ client }: SceneTab): readonly TimelineMessage[] => timeline(client).getSnapshot().messages;
const timeline = (client: ParleyClient) => client.timeline(conversationId);
const seqs = (tab: SceneTab): readonly (number | null)[] => shown(tab).map(({ seq }) => seq);
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at);

/** Her device is told to begin anew, and does. */
async function beginAnew(tab: SceneTab): Promise<void> {
  scene.server.store.renewInbox(anna.userId);
  tab.transport.cut();
  await scene.clock.advance(5_000);
}

/** All that was shown since, each as [first, last]. */
function watch(tab: SceneTab): (readonly [number | null | undefined, number | null | undefined])[] {
  const seen: (readonly [number | null | undefined, number | null | undefined])[] = [];
  const look = (): void => {
    const all = seqs(tab);
    const now = [all[0], all.at(-1)] as const;
    if (String(seen.at(-1)) !== String(now)) seen.push(now);
  };
  timeline(tab.client).subscribe(look);
  look();
  return seen;
}

type Rest = Scene['server']['rest'];

/** What the server answers goes through there. */
function answering(change: (request: Parameters<Rest>[0], answer: Awaited<ReturnType<Rest>>) => unknown): void {
  const { server } = scene;
  const rest = server.rest.bind(server);
  server.rest = async (request) => {
    const answer = await rest(request);
    await change(request, answer);
    return answer;
  };
}

function refuse(answer: Awaited<ReturnType<Rest>>, code: ErrorCode): void {
  Object.assign(answer, { status: 404, body: new ParleyError(code).toWire() });
}

async function readsAround100(device = anna): Promise<SceneTab> {
  const tab = await scene.open(device);
  await timeline(tab.client).load();
  await timeline(tab.client).loadAround(100);
  timeline(tab.client).follow(false);
  return tab;
}

/** What is asked for there is answered once this is called. */
function hold(isHeld: (path: string) => boolean): () => void {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  answering(({ path }) => (isHeld(path) ? released : undefined));
  return release;
}

describe('a device that begins anew', () => {
  test('still shows what somebody reads further up, at no moment anything else', async () => {
    const tab = await readsAround100();
    await timeline(tab.client).loadNewer();
    const before = seqs(tab);
    expect(before).toEqual(range(76, 175));
    const seen = watch(tab);
    await beginAnew(tab);
    expect(seqs(tab)).toEqual(before);
    expect(seen.filter((one) => String(one) !== '76,175')).toEqual([]);
    expect(timeline(tab.client).getSnapshot()).toMatchObject({ status: 'ready', hasOlder: true, hasNewer: true });
  });

  test('goes on showing it where it can’t be fetched anew yet', async () => {
    const tab = await readsAround100();
    const seen = watch(tab);
    answering(({ path }, answer) => {
      if (path.includes('/messages?afterSeq') && fails) refuse(answer, 'UNAVAILABLE');
    });
    let fails = true;
    await beginAnew(tab);
    expect(seqs(tab)).toEqual(range(76, 125));
    fails = false;
    tab.transport.cut();
    await scene.clock.advance(5_000);
    expect(seqs(tab)).toEqual(range(76, 125));
    expect(seen).toHaveLength(1);
    expect(timeline(tab.client).getSnapshot().error).toBe(null);
  });

  test('shows nothing any more of what is not hers any more', async () => {
    const tab = await readsAround100();
    watch(tab);
    answering(({ path }, answer) => {
      if (path.includes('/messages?')) refuse(answer, 'CONVERSATION_NOT_FOUND');
    });
    await beginAnew(tab);
    expect(timeline(tab.client).getSnapshot()).toMatchObject({ status: 'error', messages: [] });
  });

  test('shows what changed of it meanwhile', async () => {
    const tab = await readsAround100();
    watch(tab);
    const other = await scene.open(bo);
    await other.client.timeline(conversationId).load();
    await other.client.timeline(conversationId).loadAround(100);
    tab.transport.online = false;
    await other.client.recallMessage({ conversationId, seq: 100 });
    await scene.clock.advance(1_000);
    tab.transport.online = true;
    await beginAnew(tab);
    expect(shown(tab).find(({ seq }) => seq === 100)?.content.type).toBe('recalled');
  });

  test('shows the first unread message to who has just gone there', async () => {
    const tab = await scene.open(anna);
    watch(tab);
    expect(await timeline(tab.client).loadAround(1)).toBe(true);
    await beginAnew(tab);
    expect(seqs(tab)[0]).toBe(1);
  });

  test('shows the first unread message to who is on the way there, also when the newest page comes last', async () => {
    const tab = await scene.open(anna);
    watch(tab);
    await scene.clock.advance(10);
    // As when the last message is not for her: then the list tells none that could be shown until the newest page is there.
    answering(({ path }, { body }) => {
      if (path.includes('/conversations?'))
        for (const item of (body as { items: ChatListItem[] }).items) item.lastMessage = null;
    });
    const newest = hold((path) => path.endsWith('/messages?limit=50'));
    const around = hold((path) => path.includes('/messages?afterSeq'));
    const going = timeline(tab.client).loadAround(1);
    await beginAnew(tab);
    around();
    await scene.clock.advance(1_000);
    newest();
    expect(await going).toBe(true);
    await scene.clock.advance(1_000);
    expect(seqs(tab)[0]).toBe(1);
  });

  test('goes where somebody wants to also while its first page is still filled', async () => {
    const tab = await scene.open(anna);
    const older = hold((path) => path.includes('/messages?beforeSeq'));
    watch(tab);
    await scene.clock.advance(10);
    expect(timeline(tab.client).getSnapshot()).toMatchObject({ status: 'ready', loadingOlder: true });
    expect(await timeline(tab.client).loadAround(1)).toBe(true);
    older();
    await scene.clock.advance(10);
    expect(seqs(tab)[0]).toBe(1);
  });

  test('shows the newest messages to who is at the end', async () => {
    const tab = await scene.open(anna);
    await timeline(tab.client).load();
    timeline(tab.client).follow(true);
    watch(tab);
    await beginAnew(tab);
    say(3);
    await scene.clock.advance(1_000);
    expect(seqs(tab).at(-1)).toBe(SAID + 3);
  });
});

describe('a tab that is given the lock late', () => {
  test('stores the list that it has, and neither loads nor shows it anew', async () => {
    let give: () => void = () => undefined;
    const late: SceneDevice = {
      ...anna,
      lock: {
        hold: (name, onHeld) => {
          give = () => void anna.lock.hold(name, onHeld);
          return () => undefined;
        },
      },
    };
    const tab = await readsAround100(late);
    watch(tab);
    const asked = tab.transport.count('GET /api/v1/conversations');
    give();
    await scene.clock.advance(5_000);
    expect(tab.client.isLeader).toBe(true);
    expect(tab.transport.count('GET /api/v1/conversations')).toBe(asked);
    expect(seqs(tab)[0]).toBe(76);
    await tab.client.stop();
    // It is on the device: there without a connection, and gone on from with one.
    const again = scene.tab(anna);
    again.transport.online = false;
    await again.client.resume();
    await again.client.start();
    await scene.clock.advance(1_000);
    expect(again.client.chatList.getSnapshot().items[0]).toMatchObject({ conversationId, unread: SAID });
    await timeline(again.client).load();
    expect(seqs(again).at(-1)).toBe(SAID);
    again.transport.online = true;
    await scene.clock.advance(5_000);
    expect(again.transport.count('GET /api/v1/conversations')).toBe(0);
  });
});
