import { FEATURES, LIMITS } from '@parley/contract';
import { beforeEach, describe, expect, test } from 'vitest';
import { Scene, type SceneDevice } from './scene.js';

let scene: Scene;
let anna: SceneDevice;
let bo: SceneDevice;
let conversationId: string;

beforeEach(() => {
  scene = new Scene();
  ({ anna, bo, conversationId } = scene.direct());
});

/** What the heartbeats of a device said it saw of deliveries. */
function seenBy({ deviceId }: SceneDevice): unknown[] {
  return [...scene.server.connections.values()]
    .filter((connection) => connection.deviceId === deviceId)
    .flatMap(({ beats }) => beats.flatMap(({ seen }) => seen ?? []));
}

describe('what a device saw of deliveries', () => {
  test('is nothing while messages come as they should', async () => {
    const [a, b] = [await scene.open(anna), await scene.open(bo)];
    for (let at = 0; at < 5; at += 1) a.client.send(conversationId, `message ${at}`);
    await scene.clock.advance(LIMITS.heartbeatMs * 5);
    expect(b.client.chatList.getSnapshot().items[0]?.unread).toBe(5);
    expect([seenBy(anna), seenBy(bo)]).toEqual([[], []]);
  });

  test('is a loss, and that a pull made it good, told once', async () => {
    const b = await scene.open(bo);
    const send = { conversationId, senderId: anna.userId, clientMsgId: 'c_lost_hint', origin: '' };
    scene.server.store.append({ ...send, content: { type: 'text', text: 'unheard' } }, scene.clock.now());
    const [outbox] = scene.server.store.outbox.values();
    if (outbox === undefined || outbox.effect.kind === 'mode') throw new Error('nothing is to be told');
    scene.server.store.writeEntry(outbox.outboxId, outbox.effect, bo.userId);
    await scene.clock.advance(LIMITS.heartbeatMs * 4.2);
    expect(b.client.chatList.getSnapshot().items[0]?.unread).toBe(1);
    expect(seenBy(bo)).toEqual([{ missing: 1, healed: 1 }]);
  });

  test('is what came twice or late; a server of before is told nothing', async () => {
    const { incarnation, latestSeq } = scene.server.store.inbox(bo.userId);
    const push = (place: number): void => {
      const entry = { inboxSeq: place, kind: 'reaction', v: 2 };
      scene.server.push(bo.userId, ['event', { incarnation, entries: [entry] }]);
    };
    scene.server.features = scene.server.features.filter((feature) => feature !== 'ledger');
    const b = await scene.open(bo);
    for (const place of [latestSeq + 2, latestSeq + 1, latestSeq + 1]) push(place);
    await scene.clock.advance(LIMITS.heartbeatMs * 3);
    expect(seenBy(bo)).toEqual([]);
    scene.server.features = [...FEATURES];
    for (const connection of scene.server.connections.values()) connection.ended(true);
    await scene.clock.advance(LIMITS.heartbeatMs * 4);
    expect(b.client.connection.getSnapshot().state).toBe('online');
    expect(seenBy(bo)).toEqual([{ duplicate: 1, late: 1 }]);
  });
});
