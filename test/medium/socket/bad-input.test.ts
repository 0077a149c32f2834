import type { HistoryPage } from '@parley/contract';
import { LIMITS } from '@parley/contract';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newClientMsgId, rest, type Session, TestDevice, WIRES } from '../../support/device.js';
import { RawSocket } from '../../support/raw-socket.js';
import { SHAPES } from '../../support/server.js';
import { sleep, until } from '../../support/wait.js';
import { openRealm, type Realm } from '../support/realm.js';
import { storedMessages } from '../support/wire.js';

const NOWHERE = '4611686018427387904';
/** Fits the digits of an id, but no 64-bit integer. */
const TOO_HIGH = '9999999999999999999';

const WAYS = SHAPES.flatMap((shape) => WIRES.map((wire) => [shape, wire] as const));

describe.each(WAYS)('bad input over the socket (%s, %s)', (shape, wire) => {
  let realm: Realm;
  let lin: Session;
  let wang: Session;
  let device: TestDevice;
  beforeAll(async () => {
    realm = await openRealm(shape);
  });
  afterAll(() => realm.close());
  beforeEach(async () => {
    [lin, wang] = realm.pair();
    device = await TestDevice.connect(realm.url, lin, { wire });
  });
  // Whatever was said: nothing is stored, and the connection works on.
  afterEach(async () => {
    expect(await storedMessages(realm.databases, lin.conversationId)).toEqual([]);
    expect(device.closed).toBeNull();
    expect(await device.send('still here')).toMatchObject({ seq: 1, rev: 1 });
    device.close();
  });

  const ask = async (
    event: string,
    ...args: unknown[]
  ): Promise<{ code: string; details: Record<string, unknown> }> => {
    const ack = await device.askRaw(event, ...args);
    if (ack.ok) throw new Error(`${event} was accepted`);
    return { code: ack.error.code, details: ack.error.details };
  };
  const message = (change: Record<string, unknown> = {}): Record<string, unknown> => ({
    conversationId: lin.conversationId,
    clientMsgId: newClientMsgId(),
    content: { type: 'text', text: 'hello' },
    ...change,
  });
  const text = (words: unknown): Record<string, unknown> => message({ content: { type: 'text', text: words } });

  it('an unknown event', async () => {
    expect(await ask('message.destroy', {})).toEqual({ code: 'UNKNOWN_EVENT', details: { event: 'message.destroy' } });
    for (const event of ['toString', 'constructor', '__proto__', 'hasOwnProperty', 'error', 'x'.repeat(5_000)]) {
      expect(await ask(event, {})).toMatchObject({ code: 'UNKNOWN_EVENT' });
    }
  });

  it('a missing ack', async () => {
    device.socket.emit('message.send', message());
    await until('the error signal', () => device.signals.length > 0);
    expect(device.signals).toMatchObject([
      { kind: 'error', event: 'message.send', error: { code: 'ACK_REQUIRED' }, closing: false },
    ]);
  });

  it.each([
    ['no payload', []],
    ['null', [null]],
    ['a number', [5]],
    ['a string', ['hello']],
    ['an array', [[]]],
    ['an empty object', [{}]],
    ['a binary', [Buffer.from('hello')]],
  ])('%s instead of a message', async (_, args) => {
    expect(await ask('message.send', ...args)).toMatchObject({ code: 'BAD_REQUEST' });
  });

  it('wrong types in every field', async () => {
    const wrong: Record<string, unknown>[] = [
      { conversationId: 5 },
      { conversationId: '0' },
      { conversationId: '-1' },
      { conversationId: '1.5' },
      { conversationId: ' 1' },
      { conversationId: "1'; drop table message; --" },
      { conversationId: TOO_HIGH },
      { clientMsgId: 'short' },
      { clientMsgId: 'x'.repeat(65) },
      { clientMsgId: 'has spaces in it' },
      { clientMsgId: null },
      { content: 'hello' },
      { content: null },
      { content: { type: 'text' } },
      { content: { type: 'text', text: 5 } },
      { content: { type: 'text', text: ['a'] } },
      { content: { type: 'image', text: 'hello' } },
      { after: 5 },
    ];
    for (const change of wrong) {
      expect([change, (await ask('message.send', message(change))).code]).toEqual([change, 'BAD_REQUEST']);
    }
    expect(await ask('receipt.read', { conversationId: lin.conversationId, seq: -1 })).toMatchObject({
      code: 'BAD_REQUEST',
    });
    expect(await ask('receipt.read', { conversationId: lin.conversationId, seq: 1.5 })).toMatchObject({
      code: 'BAD_REQUEST',
    });
    expect(await ask('sync.pull', { incarnation: '0', lastSeq: '0' })).toMatchObject({ code: 'BAD_REQUEST' });
    expect(await ask('sync.pull', { incarnation: '0', lastSeq: 0, limit: 501 })).toMatchObject({ code: 'BAD_REQUEST' });
    expect(await ask('sync.batch', { syncs: [] })).toMatchObject({ code: 'BAD_REQUEST' });
    expect(await ask('heartbeat', null)).toMatchObject({ code: 'BAD_REQUEST' });
    expect(await ask('watch', { conversationIds: [TOO_HIGH] })).toMatchObject({ code: 'BAD_REQUEST' });
    expect(await ask('watch', { conversationIds: Array(51).fill('1') })).toMatchObject({ code: 'BAD_REQUEST' });
    expect(await ask('presence.get', { userIds: [] })).toMatchObject({ code: 'BAD_REQUEST' });
    expect(await ask('cursor.ack', { incarnation: 5, inboxSeq: 0 })).toMatchObject({ code: 'BAD_REQUEST' });
  });

  it('fields too many, above all a forged sender, seq, time or id', async () => {
    const forged = [
      { senderId: wang.userId },
      { seq: 7 },
      { rev: 7 },
      { sentAt: 1 },
      { messageId: '5' },
      { extra: true },
    ];
    for (const extra of forged) {
      expect([extra, (await ask('message.send', message(extra))).code]).toEqual([extra, 'BAD_REQUEST']);
    }
    const content = { type: 'text', text: 'hello', html: '<b>hello</b>' };
    expect(await ask('message.send', message({ content }))).toMatchObject({ code: 'BAD_REQUEST' });
    expect(await ask('heartbeat', { extra: 1 })).toMatchObject({ code: 'BAD_REQUEST' });
  });

  it('a refusal says which field, never what was in it', async () => {
    const { details } = await ask('message.send', message({ clientMsgId: 'a secret that is far too long'.repeat(4) }));
    expect(JSON.stringify(details)).toContain('clientMsgId');
    expect(JSON.stringify(details)).not.toContain('secret');
  });

  it.each([
    ['empty', '', 'TEXT_EMPTY'],
    ['blank', ' \n\t　', 'TEXT_EMPTY'],
    ['a zero width space', '\u200b', 'TEXT_EMPTY'],
    ['one code point too long', 'x'.repeat(LIMITS.textCodePoints + 1), 'TEXT_TOO_LONG'],
    ['too long in characters of two units', '👍'.repeat(LIMITS.textCodePoints + 1), 'TEXT_TOO_LONG'],
    ['far too long', 'x'.repeat(60_000), 'BAD_REQUEST'],
    ['with NUL', 'a\0b', 'TEXT_INVALID'],
  ])('a text that is %s', async (_, words, code) => {
    expect(await ask('message.send', text(words))).toMatchObject({ code });
  });

  it('a conversation that is not there, not mine, or of an impossible shard: one answer', async () => {
    const [stranger] = realm.pair();
    const answers = new Map<string, unknown>();
    for (const conversationId of [NOWHERE, stranger.conversationId, '1']) {
      answers.set(conversationId, {
        send: await device.askRaw('message.send', message({ conversationId })),
        read: await device.askRaw('receipt.read', { conversationId, seq: 1 }),
        typing: await device.askRaw('typing', { conversationId }),
        watch: await device.askRaw('watch', { conversationIds: [conversationId] }),
        heads: (await device.heartbeat()).heads,
        batch: await device.askRaw('sync.batch', { syncs: [{ conversationId, lastSeq: 0, lastRev: 0 }] }),
      });
    }
    const [first, ...others] = answers.values();
    expect(first).toMatchObject({ send: { ok: false, error: { code: 'CONVERSATION_NOT_FOUND', details: {} } } });
    for (const other of others) expect(other).toEqual(first);
    expect(await storedMessages(realm.databases, stranger.conversationId)).toEqual([]);
  });

  it('SQL and script are text like any other', async () => {
    const [from, to] = realm.pair();
    const a = await TestDevice.connect(realm.url, from, { wire });
    const b = await TestDevice.connect(realm.url, to, { wire });
    const texts = [
      `'); drop table message; --`,
      `$1 $$ \\'; select pg_sleep(10); {"a":"b"} {1,2} \\N \\\\ "quoted", 'quoted'`,
      '<script>alert(1)</script><img src=x onerror=alert(1)>',
      '‮right to left‬ ​zero width \u{1f468}‍👩‍👧 漢字 ﷺ',
      '\u0001\u001f\u007f\ufffe\uffff\u{10ffff}',
      '{"type":"text","text":"nested"}\n\r\t\b\f',
      'x'.repeat(LIMITS.textCodePoints),
      '👍'.repeat(LIMITS.textCodePoints),
    ];
    for (const words of texts) await a.send(words);
    await b.untilText(texts.at(-1) ?? '');
    expect(b.messages.map(({ content }) => content.text)).toEqual(texts);
    const path = `/conversations/${from.conversationId}/messages`;
    const { body } = await rest<HistoryPage>(realm.url, to, { path });
    expect(body.messages.map(({ content }) => content.text)).toEqual(texts);
    const { incarnation } = await b.heartbeat();
    const page = await b.call('sync.pull', { incarnation, lastSeq: 0 });
    expect(page.entries.map((entry) => (entry.kind === 'message' ? entry.message.content.text : null))).toEqual(texts);
    a.close();
    b.close();
  });

  it('bad input of one device does not touch what others send at the same moment', async () => {
    const [from] = realm.pair();
    const good = await TestDevice.connect(realm.url, from, { wire });
    for (let round = 0; round < 10; round += 1) {
      const [bad, ...fine] = await Promise.all([
        device.askRaw('message.send', message({ conversationId: TOO_HIGH })),
        good.send(`round ${round}`),
        device.askRaw('watch', { conversationIds: [NOWHERE] }),
        good.heartbeat(),
        device.askRaw('cursor.ack', { incarnation: '9'.repeat(30), inboxSeq: Number.MAX_SAFE_INTEGER }),
        good.call('cursor.ack', { incarnation: '1', inboxSeq: 0 }),
        device.askRaw('receipt.read', { conversationId: NOWHERE, seq: Number.MAX_SAFE_INTEGER }),
        good.call('receipt.read', { conversationId: from.conversationId, seq: 0 }),
      ]);
      expect(bad.ok).toBe(false);
      expect(fine).toHaveLength(7);
    }
    good.close();
  });

  it('a frame over the size limit closes the connection, and stores nothing', async () => {
    const other = await TestDevice.connect(realm.url, lin, { wire });
    other.socket.emit('message.send', text('x'.repeat(LIMITS.frameBytes)), () => undefined);
    await until('it is closed', () => other.closed !== null);
    await sleep(50);
  });

  // What only JSON can say; what only MessagePack can is in msgpack.test.ts.
  if (wire !== '/socket.io') return;
  it.each([
    ['half a character', 'a\ud83d'],
    ['the other half', '\udc4da'],
  ])('a text with %s', async (_, words) => {
    expect(await ask('message.send', text(words))).toMatchObject({ code: 'TEXT_INVALID' });
  });

  it('a number beyond all integers', async () => {
    expect(await ask('sync.pull', { incarnation: '0', lastSeq: 1e300 })).toMatchObject({ code: 'BAD_REQUEST' });
  });

  it('a frame over the size limit is answered with the code for it', async () => {
    const raw = await RawSocket.signIn(realm.url, lin);
    raw.text(`42["message.send",{"x":"${'x'.repeat(LIMITS.frameBytes)}"}]`);
    await until('it is closed', () => raw.ended);
    expect(raw.closeCode).toBe(1009);
  });

  it('prototype pollution is a field too many, and pollutes nothing', async () => {
    const raw = await RawSocket.signIn(realm.url, lin);
    const { conversationId } = lin;
    const bodies = [
      `{"conversationId":"${conversationId}","clientMsgId":"c_pollution_1","content":{"type":"text","text":"x"},"__proto__":{"admin":true}}`,
      `{"conversationId":"${conversationId}","clientMsgId":"c_pollution_2","content":{"type":"text","text":"x","__proto__":{"admin":true}}}`,
      `{"conversationId":"${conversationId}","clientMsgId":"c_pollution_3","content":{"type":"text","text":"x"},"constructor":{"prototype":{"admin":true}}}`,
    ];
    for (const [id, body] of bodies.entries()) {
      raw.text(`42${id}["message.send",${body}]`);
      expect(await raw.untilText((frame) => frame.startsWith(`43${id}[`))).toContain('BAD_REQUEST');
    }
    raw.destroy();
  });

  it.each([
    ['malformed JSON', '42["message.send",{'],
    ['no JSON at all', '42hello'],
    ['no event name', '42[]'],
    ['an object for an event name', '42[{"a":1},{}]'],
    ['a number for an event name', '42[5,{}]'],
    ['a reserved event name', '42["disconnect",{}]'],
    ['an unknown packet type', '49{}'],
    ['an event nested 100,000 deep', `421["message.send",${'['.repeat(100_000)}${']'.repeat(100_000)}]`],
    ['a connect nested as deep', `40${'{"a":'.repeat(30_000)}1${'}'.repeat(30_000)}`],
    ['an ack that nobody waits for', '4399[{}]'],
    ['a binary event that announces more than it sends', '451-["message.send",{"_placeholder":true,"num":0}]'],
    ['a binary event without an end', '45999999999-["message.send",{}]'],
  ])('%s in a raw frame', async (_, frame) => {
    const raw = await RawSocket.signIn(realm.url, lin);
    raw.text(frame);
    expect(await raw.ask(7, 'heartbeat', {})).toMatchObject({ ok: true });
    expect(raw.ended).toBe(false);
    raw.destroy();
  });
});
