import type { MessageSent } from '@parley/contract';
import { LIMITS } from '@parley/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newClientMsgId, rest, type Session, TestDevice } from '../../support/device.js';
import { SHAPES } from '../../support/server.js';
import { sleep, until } from '../../support/wait.js';
import { query } from '../../support/query.js';
import { openRealm, type Realm } from '../support/realm.js';
import { holdLock, type Outcome, outcomeOf, range, shardOf, storedMessages } from '../support/wire.js';

type Queued = { clientMsgId: string; text: string };

/** Sends all without waiting, each naming the one before it, as a device does. */
function pipeline(device: TestDevice, { conversationId }: Session, queue: readonly Queued[]): Promise<Outcome[]> {
  return pipelineAfter(undefined, { device, conversationId, queue });
}

type Pipeline = { device: TestDevice; conversationId: string; queue: readonly Queued[] };

/** The first one names a send that left before. */
function pipelineAfter(before: Queued | undefined, { device, conversationId, queue }: Pipeline): Promise<Outcome[]> {
  return Promise.all(
    queue.map(async ({ clientMsgId, text }, index) => {
      const after = (queue[index - 1] ?? before)?.clientMsgId;
      const chain = after === undefined ? {} : { after };
      const content = { type: 'text' as const, text };
      return outcomeOf(await device.ask('message.send', { conversationId, clientMsgId, content, ...chain }));
    }),
  );
}

const queued = (count: number): Queued[] =>
  range(1, count).map((number) => ({ clientMsgId: newClientMsgId(), text: `number ${number}` }));
const codes = (outcomes: readonly Outcome[]): string[] => outcomes.map((outcome) => (outcome.ok ? 'OK' : outcome.code));

describe.each(SHAPES)('the sends of a device are one ordered stream (%s)', (shape) => {
  let realm: Realm;
  beforeAll(async () => {
    realm = await openRealm(shape);
  });
  afterAll(() => realm.close());

  it.each([
    ['a conflict', 'CONFLICT'],
    ['a text that is too long', 'TEXT_TOO_LONG'],
    ['an empty text', 'TEXT_EMPTY'],
    ['what no schema takes', 'BAD_REQUEST'],
  ])('%s in the middle of ten takes those behind it; sent again they keep their order', async (_, code) => {
    const [lin] = realm.pair();
    const device = await TestDevice.connect(realm.url, lin);
    const taken = newClientMsgId();
    await device.send('stands already', { clientMsgId: taken });
    const queue = queued(10);
    const wrong = {
      CONFLICT: { clientMsgId: taken, text: 'something else' },
      TEXT_TOO_LONG: { clientMsgId: newClientMsgId(), text: 'x'.repeat(LIMITS.textCodePoints + 1) },
      TEXT_EMPTY: { clientMsgId: newClientMsgId(), text: ' ' },
      BAD_REQUEST: { clientMsgId: newClientMsgId(), text: 'x'.repeat(3 * LIMITS.textCodePoints) },
    }[code];
    if (wrong !== undefined) queue[4] = wrong;

    const outcomes = await pipeline(device, lin, queue);
    const behind = range(6, 10).map(() => 'AFTER_FAILED');
    expect(codes(outcomes)).toEqual(['OK', 'OK', 'OK', 'OK', code, ...behind]);

    const rest = queue.slice(5);
    expect(codes(await pipeline(device, lin, rest))).toEqual(rest.map(() => 'OK'));
    expect((await storedMessages(realm.databases, lin.conversationId)).map(({ text }) => text)).toEqual([
      'stands already',
      ...[1, 2, 3, 4, 6, 7, 8, 9, 10].map((number) => `number ${number}`),
    ]);
    device.close();
  });

  it('a send that names nobody before it stands on its own, whatever happened to others', async () => {
    const [lin] = realm.pair();
    const device = await TestDevice.connect(realm.url, lin);
    const taken = newClientMsgId();
    await device.send('stands already', { clientMsgId: taken });
    for (let round = 0; round < 20; round += 1) {
      const { conversationId } = lin;
      const content = { type: 'text' as const, text: `round ${round}` };
      const acks = await Promise.all([
        device.ask('message.send', { conversationId, clientMsgId: taken, content }),
        device.ask('message.send', { conversationId, clientMsgId: newClientMsgId(), content }),
      ]);
      expect(codes(acks.map(outcomeOf))).toEqual(['CONFLICT', 'OK']);
    }
    device.close();
  });

  it('whoever waited too long for a held conversation is told, and so is everybody who waits there with them', async () => {
    const [lin, wang] = realm.pair();
    const [one, two] = await Promise.all([TestDevice.connect(realm.url, lin), TestDevice.connect(realm.url, wang)]);
    const shard = await shardOf(realm.databases, lin.conversationId);
    const row = 'select 1 from conversation_head where conversation_id = $1 for update';
    const release = await holdLock(shard, row, [lin.conversationId]);
    const first = queued(2);
    const told = pipeline(one, lin, first);
    await until('the first ones wait for the conversation', async () => {
      const waiting = await query(shard, `select 1 from pg_stat_activity where wait_event_type = 'Lock'`);
      return waiting.length > 0;
    });
    // A round younger: still within its tries when the others have had theirs.
    const later = queued(3);
    const toldLater = pipeline(two, wang, later);
    // Those behind may have had their tries, too, or be refused for the one before them.
    const refused = expect.stringMatching(/^(BUSY|AFTER_FAILED)$/) as string;
    try {
      expect(codes(await told)).toEqual(['BUSY', refused]);
      expect(codes(await toldLater)).toEqual(['BUSY', refused, refused]);
    } finally {
      await release();
    }

    expect(codes(await pipeline(one, lin, first))).toEqual(['OK', 'OK']);
    expect(codes(await pipeline(two, wang, later))).toEqual(['OK', 'OK', 'OK']);
    one.close();
    two.close();
  });

  it('over REST there is no stream: a refused call takes no other with it', async () => {
    const [lin] = realm.pair();
    const path = `/conversations/${lin.conversationId}/messages`;
    const post = async (clientMsgId: string, text: string): Promise<string> => {
      const body = { clientMsgId, content: { type: 'text', text } };
      const answer = await rest<MessageSent & { code?: string }>(realm.url, lin, { method: 'POST', path, body });
      return answer.body.code ?? 'OK';
    };
    const taken = newClientMsgId();
    await post(taken, 'stands already');
    for (let round = 0; round < 10; round += 1) {
      const outcomes = await Promise.all([
        post(taken, `other content ${round}`),
        ...range(1, 4).map((number) => post(newClientMsgId(), `round ${round}, ${number}`)),
      ]);
      expect(outcomes).toEqual(['CONFLICT', 'OK', 'OK', 'OK', 'OK']);
    }
  });

  it('the streams of two conversations and of two connections do not touch each other', async () => {
    const [lin, wang] = realm.pair();
    const device = await TestDevice.connect(realm.url, lin);
    const tab = await TestDevice.connect(realm.url, lin);
    const other = await TestDevice.connect(realm.url, wang);
    const queues = [queued(10), queued(10), queued(10)] as const;
    queues[0][4] = { clientMsgId: newClientMsgId(), text: '' };
    const [mine, beside, theirs] = await Promise.all([
      pipeline(device, lin, queues[0]),
      pipeline(tab, lin, queues[1]),
      pipeline(other, wang, queues[2]),
    ]);
    expect(codes(mine)).toEqual(['OK', 'OK', 'OK', 'OK', 'TEXT_EMPTY', ...range(1, 5).map(() => 'AFTER_FAILED')]);
    expect(codes(beside)).toEqual(range(1, 10).map(() => 'OK'));
    expect(codes(theirs)).toEqual(range(1, 10).map(() => 'OK'));
    for (const one of [device, tab, other]) one.close();
  });
});

describe.each(SHAPES)('the rate limit and the stream (%s)', (shape) => {
  let realm: Realm;
  beforeAll(async () => {
    realm = await openRealm(shape, { env: { PARLEY_SOCKET_EVENTS_PER_SECOND: '20' } });
  });
  afterAll(() => realm.close());

  it('what is limited takes those behind it, although they came in time; sent again all are stored in order', async () => {
    const [lin] = realm.pair();
    const device = await TestDevice.connect(realm.url, lin);
    const queue = queued(60);
    const early = pipeline(device, lin, queue.slice(0, 50));
    await sleep(300); // room for six more, of which the device doesn't know
    const late = pipelineAfter(queue[49], { device, conversationId: lin.conversationId, queue: queue.slice(50, 53) });
    const first = codes([...(await early), ...(await late)]);
    const stored = first.indexOf('RATE_LIMITED');
    expect(stored).toBeGreaterThanOrEqual(40);
    expect(first.slice(0, stored).every((code) => code === 'OK')).toBe(true);
    expect(first.slice(stored, 50).every((code) => code !== 'OK')).toBe(true);
    expect(first.slice(50)).toEqual(['AFTER_FAILED', 'AFTER_FAILED', 'AFTER_FAILED']);

    let left = queue.slice(stored);
    while (left.length > 0) {
      await sleep(300);
      const outcomes = await pipeline(device, lin, left);
      const refused = outcomes.findIndex((outcome) => !outcome.ok);
      const done = refused === -1 ? outcomes.length : refused;
      expect(outcomes.slice(done).some((outcome) => outcome.ok)).toBe(false);
      left = left.slice(done);
    }
    expect((await storedMessages(realm.databases, lin.conversationId)).map(({ text }) => text)).toEqual(
      queue.map(({ text }) => text),
    );
    device.close();
  });
});
