import type { ParleyClient } from '@parley/sdk';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ModelConnection } from './model/connection.js';
import { Scene, type SceneDevice, type SceneTab } from './scene.js';

let scene: Scene;
let anna: SceneDevice;
let bo: SceneDevice;
let both: string;
let other: string;

beforeEach(() => {
  scene = new Scene();
  anna = scene.browser(scene.user('Anna'), 'device_anna');
  bo = scene.device(scene.user('Bo'), 'device_bo__');
  const cleo = scene.user('Cleo');
  const direct = (userId: string): string =>
    scene.server.store.openDirect(anna.userId, userId, scene.clock.now()).conversationId;
  both = direct(bo.userId);
  other = direct(cleo);
  scene.server.fanOutAll();
});

const texts = (client: ParleyClient): string[] =>
  client
    .timeline(both)
    .getSnapshot()
    .messages.map(({ content }) => content.text ?? '');
const annas = (): ModelConnection[] =>
  [...scene.server.connections.values()].filter(({ userId }) => userId === anna.userId);
const states = (tabs: readonly SceneTab[]): string[] => tabs.map(({ client }) => client.connection.getSnapshot().state);

async function twoTabs(): Promise<[SceneTab, SceneTab]> {
  return [await scene.open(anna), await scene.open(anna)];
}

async function look({ client }: SceneTab, conversationId = both): Promise<void> {
  client.watch([conversationId]);
  await client.timeline(conversationId).load();
  await scene.clock.advance(10);
}

describe('the tabs of a browser', () => {
  test('share one connection: what is asked in either is answered, and what is pushed is in both', async () => {
    const tabs = await twoTabs();
    expect(states(tabs)).toEqual(['online', 'online']);
    expect(annas()).toHaveLength(1);
    for (const tab of tabs) await look(tab);
    const bos = await scene.open(bo);
    bos.client.send(both, 'from bo');
    tabs[1].client.send(both, 'from two');
    tabs[0].client.send(both, 'from one');
    await scene.clock.advance(60_000);
    for (const { client } of tabs) expect(texts(client).toSorted()).toEqual(['from bo', 'from one', 'from two']);
    const head = scene.server.store.inbox(anna.userId).latestSeq;
    for (const { client } of tabs) expect(client.cursor?.inboxSeq).toBe(head);
    // What was sent here is no message that the server had failed to push.
    for (const { warnings } of tabs) expect(warnings).toEqual([]);
  });

  test('are told of what either of them has on the screen, until that one looks away or ends', async () => {
    const [one, two] = await twoTabs();
    await look(one);
    await look(two, other);
    expect([...(annas()[0]?.watching ?? [])].toSorted()).toEqual([both, other].toSorted());
    await two.client.stop();
    await scene.clock.advance(10);
    expect([...(annas()[0]?.watching ?? [])]).toEqual([both]);
  });

  test('are away when nobody was at any of them', async () => {
    const [one, two] = await twoTabs();
    one.client.ownPresence.used();
    await scene.clock.advance(60_000);
    two.client.ownPresence.used();
    await scene.clock.advance(60_000);
    const idle = annas()[0]?.beats.map(({ idleMs }) => idleMs ?? 0) ?? [];
    // The first tab alone would have said two minutes.
    expect(Math.max(...idle)).toBeLessThanOrEqual(60_000);
    expect(idle.length).toBeGreaterThan(2);
  });

  test('go on when the one that held the connection ends', async () => {
    const [one, two] = await twoTabs();
    await look(two);
    await one.client.stop();
    await scene.clock.advance(5_000);
    expect(states([two])).toEqual(['online']);
    expect(annas()).toHaveLength(1);
    two.client.send(both, 'alone');
    await scene.clock.advance(1_000);
    expect(texts(two.client)).toEqual(['alone']);
  });

  test('come to a new one together when it breaks, or is silent', async () => {
    const tabs = await twoTabs();
    tabs[0].transport.cut();
    await scene.clock.advance(10_000);
    expect(states(tabs)).toEqual(['online', 'online']);
    expect(annas()).toHaveLength(1);
    const [before] = annas();
    tabs[0].transport.silent = true;
    await scene.clock.advance(60_000);
    tabs[0].transport.silent = false;
    await scene.clock.advance(120_000);
    expect(states(tabs)).toEqual(['online', 'online']);
    expect(annas().filter((connection) => connection !== before)).toHaveLength(1);
  });

  test('connect by themselves while the tab that holds the connection sleeps', async () => {
    const one = await scene.open(anna);
    const [hears] = [...(anna.lines ?? [])];
    if (hears === undefined) throw new Error('the first tab does not listen');
    anna.lines?.delete(hears);
    const two = await scene.open(anna);
    await scene.clock.advance(2_000);
    expect(states([one, two])).toEqual(['online', 'online']);
    expect(annas()).toHaveLength(2);
  });

  test('leave a gateway that goes away together', async () => {
    const tabs = await twoTabs();
    const [before] = annas();
    before?.emit('drain', { withinMs: 1_000 });
    await scene.clock.advance(10_000);
    expect(states(tabs)).toEqual(['online', 'online']);
    expect(annas()).toHaveLength(1);
    expect(annas()[0]).not.toBe(before);
  });
});
