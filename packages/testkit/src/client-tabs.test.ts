import { LIMITS } from '@parley/contract';
import type { ParleyClient, StorageWrite, TimelineMessage } from '@parley/sdk';
import { beforeEach, describe, expect, test } from 'vitest';
import { BLOCKED } from './model/server.js';
import { Scene, type SceneDevice, type SceneTab } from './scene.js';

let scene: Scene;
let anna: SceneDevice;
let bo: SceneDevice;
let conversationId: string;

beforeEach(() => {
  scene = new Scene();
  ({ anna, bo, conversationId } = scene.direct());
});

const shown = (client: ParleyClient): readonly TimelineMessage[] =>
  client.timeline(conversationId).getSnapshot().messages;
const texts = (client: ParleyClient): string[] => shown(client).map(({ content }) => content.text ?? '');
const stored = (): string[] =>
  (scene.server.store.conversations.get(conversationId)?.messages ?? []).map(({ content }) => content.text ?? '');

async function look({ client }: SceneTab): Promise<void> {
  client.watch([conversationId]);
  await client.timeline(conversationId).load();
  await scene.clock.advance(10);
}

/** Anna's second tab is told nothing by the other, until the answer is called. */
function deafenSecond(): () => void {
  const [, heard] = [...anna.channel];
  if (heard === undefined) throw new Error('no second tab');
  anna.channel.delete(heard);
  return () => anna.channel.add(heard);
}

describe('tabs of one device', () => {
  test('both show everything; the one without the lock sends through the other', async () => {
    const [one, two] = [await scene.open(anna), await scene.open(anna)];
    expect([one.client.isLeader, two.client.isLeader]).toEqual([true, false]);
    await look(one);
    await look(two);
    two.client.send(conversationId, 'from two');
    one.client.send(conversationId, 'from one');
    await scene.clock.advance(1_000);
    expect(texts(one.client)).toEqual(stored());
    expect(texts(two.client)).toEqual(stored());
    expect(stored().sort()).toEqual(['from one', 'from two']);
    expect(two.transport.count('message.send')).toBe(0);
  });

  test('when the leading tab ends, the other goes on with its queue', async () => {
    const [one, two] = [await scene.open(anna), await scene.open(anna)];
    one.transport.online = false;
    one.client.send(conversationId, 'left behind');
    two.client.send(conversationId, 'handed over');
    await scene.clock.advance(100);
    expect(stored()).toEqual([]);
    await one.client.stop();
    await scene.clock.advance(1_000);
    expect(two.client.isLeader).toBe(true);
    expect(stored().sort()).toEqual(['handed over', 'left behind']);
  });

  test('a send and the end of its draft are stored together, whichever tab it is: one that is left between them would write it again', async () => {
    const written: StorageWrite[][] = [];
    const { storage } = anna;
    const write = (batch: readonly StorageWrite[]): Promise<void> => {
      written.push([...batch]);
      return storage.write(batch);
    };
    const watched = { ...anna, storage: { ...storage, write } };
    for (const { client } of [await scene.open(watched), await scene.open(watched)]) {
      client.setDraft(conversationId, 'to be sent');
      await scene.clock.advance(100);
      written.length = 0;
      client.send(conversationId, 'to be sent');
      await scene.clock.advance(100);
      const tables = written.map((batch) => batch.map((one) => ('put' in one ? `${one.table} ${one.put}` : '')));
      const [first] = tables.filter((batch) => batch.some((one) => /^(sends c_|requests )/.test(one)));
      expect(first?.filter((one) => one === 'meta drafts' || one.startsWith('requests '))).toHaveLength(
        client.isLeader ? 1 : 2,
      );
    }
  });

  test('what was taken back before the tab that sent it heard that it is stored is gone there, too', async () => {
    const [one, two] = [await scene.open(anna), await scene.open(anna)];
    await look(two);
    one.transport.online = false;
    const hearAgain = deafenSecond();
    const taken = two.client.send(conversationId, 'taken back');
    await scene.clock.advance(100);
    one.client.discard(taken);
    await scene.clock.advance(100);
    hearAgain();
    one.client.send(conversationId, 'stays');
    await scene.clock.advance(100);
    expect(texts(two.client)).toEqual(['stays']);
  });

  test('what a tab handed over, and never heard to be in the queue, leaves when it is its turn to lead', async () => {
    const [one, two] = [await scene.open(anna), await scene.open(anna)];
    await look(two);
    one.transport.online = false;
    deafenSecond();
    two.client.send(conversationId, 'handed over');
    await scene.clock.advance(100);
    await one.client.stop();
    await scene.clock.advance(1_000);
    two.client.send(conversationId, 'behind it');
    await scene.clock.advance(1_000);
    expect(stored()).toEqual(['handed over', 'behind it']);
    expect(shown(two.client).map(({ state }) => state)).toEqual(['sent', 'sent']);
  });

  test('what waits for a connection can be taken back from any tab: it is gone in all of them, the rest keeps its order', async () => {
    const [one, two] = [await scene.open(anna), await scene.open(anna)];
    await look(one);
    await look(two);
    one.transport.online = false;
    const [, second, , fourth] = ['first', 'second', 'third', 'fourth'].map((text) =>
      one.client.send(conversationId, text),
    );
    const answer = one.client.whenSent(fourth ?? '').catch((error: unknown) => error);
    await scene.clock.advance(100);
    expect(shown(two.client).map(({ cancellable }) => cancellable)).toEqual([true, true, true, true]);
    two.client.discard(second ?? '');
    one.client.discard(fourth ?? '');
    await scene.clock.advance(100);
    expect(await answer).toMatchObject({ code: 'NOT_FOUND' });
    for (const { client } of [one, two]) expect(texts(client)).toEqual(['first', 'third']);
    one.transport.online = true;
    one.client.wake();
    await scene.clock.advance(2_000);
    expect(stored()).toEqual(['first', 'third']);
    for (const { client } of [one, two]) expect(texts(client)).toEqual(['first', 'third']);
  });

  test('what may have left can not be taken back, not after a lost connection or a reload either', async () => {
    const one = await scene.open(anna);
    await look(one);
    one.transport.silent = true;
    const left = one.client.send(conversationId, 'on its way');
    await scene.clock.advance(100);
    one.transport.online = false;
    await scene.clock.advance(100);
    expect(shown(one.client).map(({ state, cancellable }) => [state, cancellable])).toEqual([['pending', false]]);
    one.client.discard(left);
    await one.client.stop();
    const again = await scene.open(anna);
    await look(again);
    again.client.discard(left);
    await scene.clock.advance(5_000);
    expect(texts(again.client)).toEqual(['on its way']);
    expect(stored()).toEqual(['on its way']);
  });

  test('a failed send can be retried and discarded from the other tab', async () => {
    const [one, two] = [await scene.open(anna), await scene.open(anna)];
    await look(one);
    await look(two);
    const again = two.client.send(conversationId, `again ${BLOCKED}`);
    const never = two.client.send(conversationId, `never ${BLOCKED}`);
    const refused = two.client.whenSent(never).catch((error: unknown) => error);
    await scene.clock.advance(2_000);
    expect(await refused).toMatchObject({ code: 'FORBIDDEN' });
    expect(shown(two.client).map(({ state }) => state)).toEqual(['failed', 'failed']);
    scene.server.blocksText = false;
    two.client.retry(again);
    two.client.discard(never);
    await scene.clock.advance(2_000);
    expect(stored()).toEqual([`again ${BLOCKED}`]);
    expect(texts(one.client)).toEqual(stored());
    expect(texts(two.client)).toEqual(stored());
  });
});

describe('a timeline', () => {
  test('pages up to its beginning, jumps, and comes back to the newest', async () => {
    const a = await scene.open(anna);
    for (let at = 1; at <= 230; at += 1) {
      const send = { conversationId, senderId: bo.userId, clientMsgId: `c_number_${at}`, origin: '' };
      scene.server.store.append({ ...send, content: { type: 'text', text: String(at) } }, scene.clock.now());
    }
    const b = await scene.open(bo);
    const timeline = b.client.timeline(conversationId);
    await timeline.load();
    expect(texts(b.client)[0]).toBe('181');
    await timeline.loadOlder();
    expect(texts(b.client)).toHaveLength(100);
    await timeline.loadAround(60);
    expect(timeline.getSnapshot()).toMatchObject({ hasOlder: true, hasNewer: true });
    expect(texts(b.client)).toContain('60');
    while (timeline.getSnapshot().hasNewer) await timeline.loadNewer();
    expect(texts(b.client).at(-1)).toBe('230');
    while (timeline.getSnapshot().hasOlder) await timeline.loadOlder();
    expect(texts(b.client)).toEqual(stored());
    expect(a.warnings).toEqual([]);
  });

  test('holds no more than what is read once there is too much of it, and gets the rest from the storage of the device', async () => {
    for (let at = 1; at <= 400; at += 1) {
      const send = { conversationId, senderId: anna.userId, clientMsgId: `c_number_${at}`, origin: '' };
      scene.server.store.append({ ...send, content: { type: 'text', text: String(at) } }, scene.clock.now());
    }
    const b = await scene.open(bo);
    const timeline = b.client.timeline(conversationId);
    timeline.subscribe(() => undefined);
    await timeline.load();
    while (timeline.getSnapshot().hasOlder) await timeline.loadOlder();
    await scene.clock.advance(1_000);
    const asked = b.transport.log.length;
    timeline.trim(100, 200);
    expect(texts(b.client)).toHaveLength(100);
    expect(texts(b.client)).toContain('100');
    expect(timeline.getSnapshot()).toMatchObject({ hasOlder: true, hasNewer: true });
    await timeline.loadOlder();
    expect(texts(b.client)[0]).toBe('1');
    while (timeline.getSnapshot().hasNewer) await timeline.loadNewer();
    expect(texts(b.client)).toEqual(stored());
    timeline.trim(10, 200);
    expect(timeline.getSnapshot()).toMatchObject({ hasOlder: false, hasNewer: true });
    // What is said meanwhile is beyond the window.
    const a = await scene.open(anna);
    a.client.send(conversationId, 'newest');
    await scene.clock.advance(1_000);
    expect(texts(b.client)).toHaveLength(100);
    b.transport.online = false;
    await timeline.loadNewest();
    expect(timeline.getSnapshot()).toMatchObject({ hasOlder: true, hasNewer: false, error: null });
    expect(texts(b.client).at(-1)).toBe('newest');
    expect(b.transport.log.slice(asked).filter((line) => line.includes('/messages'))).toEqual([]);
  });

  test('opens at a moment: the first message since, past what is said in threads; else the newest', async () => {
    const said = (at: number, text: string, thread?: { seq: number }): void => {
      const send = {
        conversationId,
        senderId: bo.userId,
        clientMsgId: `c_number_${text.replace(' ', '_')}`,
        origin: '',
      };
      scene.server.store.append({ ...send, content: { type: 'text', text, ...(thread && { thread }) } }, at);
    };
    const begin = scene.clock.now();
    for (let day = 0; day < 300; day += 1) said(begin + day * 1000, `d${day}`);
    const root = { seq: scene.server.store.conversation(conversationId, bo.userId).messages.length };
    for (let reply = 0; reply < 120; reply += 1) said(begin + 400_000 + reply, `r${reply}`, root);
    said(begin + 500_000, 'the end');
    const b = await scene.open(bo);
    const timeline = b.client.timeline(conversationId);
    const textAt = async (at: number): Promise<string | undefined> => {
      const seq = await timeline.loadAt(at);
      return timeline.getSnapshot().messages.find((one) => one.seq === seq)?.content.text;
    };
    expect(await textAt(begin + 40_500)).toBe('d41');
    expect(timeline.getSnapshot()).toMatchObject({ hasOlder: true, hasNewer: true });
    expect(await textAt(begin + 350_000)).toBe('the end');
    expect(await textAt(0)).toBe(stored()[0]);
    expect(timeline.getSnapshot().hasOlder).toBe(false);
    expect(await textAt(begin + 600_000)).toBe('the end');
    expect(timeline.getSnapshot().hasNewer).toBe(false);
  });

  test('of a link, says whether there is a message', async () => {
    for (let at = 1; at <= 120; at += 1) {
      const send = { conversationId, senderId: bo.userId, clientMsgId: `c_number_${at}`, origin: '' };
      scene.server.store.append({ ...send, content: { type: 'text', text: String(at) } }, scene.clock.now());
    }
    const b = await scene.open(bo);
    const timeline = b.client.timeline(conversationId);
    expect(await timeline.loadAround(7)).toBe(true);
    expect(await timeline.loadAround(99_999)).toBe(false);
    expect(timeline.getSnapshot().hasNewer).toBe(false);
  });

  test('fills a screen when less than that is cached', async () => {
    for (let at = 1; at <= 90; at += 1) {
      const send = { conversationId, senderId: anna.userId, clientMsgId: `c_number_${at}`, origin: '' };
      scene.server.store.append({ ...send, content: { type: 'text', text: String(at) } }, scene.clock.now());
    }
    const b = await scene.open(bo);
    await b.client.timeline(conversationId).load();
    expect(texts(b.client).length).toBeGreaterThanOrEqual(LIMITS.historyPage / 2);
    expect(b.client.timeline(conversationId).getSnapshot()).toMatchObject({ status: 'ready', hasOlder: true });
  });

  test('gives the same snapshot until something in it changes', async () => {
    const [a, b] = [await scene.open(anna), await scene.open(bo)];
    await look(a);
    a.client.send(conversationId, 'first');
    // Delivered by now: what follows changes nothing about it.
    await scene.clock.advance(LIMITS.cursorAckMs * 1.5);
    const before = a.client.timeline(conversationId).getSnapshot();
    const list = a.client.chatList.getSnapshot();
    await scene.clock.advance(10);
    expect(a.client.timeline(conversationId).getSnapshot()).toBe(before);
    expect(a.client.chatList.getSnapshot()).toBe(list);
    b.client.send(conversationId, 'second');
    await scene.clock.advance(100);
    const after = a.client.timeline(conversationId).getSnapshot();
    expect(after).not.toBe(before);
    expect(after.messages[0]).toBe(before.messages[0]);
  });
});
