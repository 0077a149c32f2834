import { decode, encode } from '@msgpack/msgpack';
import { LIMITS, type Message } from '@parley/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mintSessions } from '../../support/cli.js';
import { newClientMsgId, type Session, TestDevice, WIRES } from '../../support/device.js';
import { query } from '../../support/query.js';
import { RawSocket } from '../../support/raw-socket.js';
import { SHAPES } from '../../support/server.js';
import { until } from '../../support/wait.js';
import { People } from '../support/people.js';
import { openRealm, type Realm } from '../support/realm.js';
import { codeOf, storedMessages } from '../support/wire.js';

type Packet = { type: number; nsp: string; data?: unknown; id?: number };

const EVENT = 2;
const ACK = 3;

/** A connection to `/ws` whose bytes are the test's own. */
class RawPackets {
  private constructor(readonly raw: RawSocket) {}

  static async open(url: string): Promise<RawPackets> {
    return new RawPackets(await RawSocket.open(url, { path: '/ws/' }));
  }

  static async signIn(url: string, { token, deviceId }: Session): Promise<RawPackets> {
    const packets = await RawPackets.open(url);
    packets.say({ type: 0, nsp: '/', data: { token, deviceId, protocol: [1, 1] } });
    await packets.until(({ type, data }) => type === EVENT && (data as unknown[])[0] === 'ready');
    return packets;
  }

  get all(): Packet[] {
    return this.raw.binaries.map((bytes) => decode(bytes) as Packet);
  }

  say(packet: unknown): void {
    this.raw.binary(Buffer.from(encode(packet)));
  }

  async until(fits: (packet: Packet) => boolean): Promise<Packet> {
    await until('a packet', () => this.all.some(fits));
    return this.all.find(fits) as Packet;
  }

  async ask(id: number, event: string, payload: unknown): Promise<unknown> {
    this.say({ type: EVENT, nsp: '/', data: [event, payload], id });
    return ((await this.until((packet) => packet.type === ACK && packet.id === id)).data as unknown[])[0];
  }

  errors(): unknown[] {
    return this.all.flatMap(({ type, data }) => {
      const [name, payload] = type === EVENT ? (data as [string, { error?: { code: string } }]) : ['', {}];
      return name === 'signal' && payload.error !== undefined ? payload.error.code : [];
    });
  }
}

describe.each(SHAPES)('MessagePack on /ws (%s)', (shape) => {
  let realm: Realm;
  beforeAll(async () => {
    realm = await openRealm(shape, { gateways: 2, env: { PARLEY_SOCKET_EVENTS_PER_SECOND: '1000' } });
  });
  afterAll(() => realm.close());

  it('the same tokens open it, and the same are refused', async () => {
    const [lin, wang] = realm.pair();
    const refusal = (session: Session, auth: Record<string, unknown> = {}): Promise<string> =>
      codeOf(TestDevice.connect(realm.url, session, { wire: '/ws', auth }).then((device) => device.close()));
    expect(await refusal(lin)).toBe('OK');
    expect(await refusal({ ...lin, token: realm.tokens.make(lin, -1) })).toBe('TOKEN_EXPIRED');
    expect(await refusal({ ...lin, token: 'nonsense' })).toBe('TOKEN_INVALID');
    expect(await refusal({ ...lin, token: '' })).toBe('TOKEN_MISSING');
    expect(await refusal({ ...lin, token: wang.token })).toBe('DEVICE_MISMATCH');
    expect(await refusal(lin, { protocol: [9, 9] })).toBe('PROTOCOL_UNSUPPORTED');
    expect(await refusal(lin, { admin: true })).toBe('BAD_REQUEST');
  });

  it('either way in takes its own format only', async () => {
    const [lin] = realm.pair();
    const { token, deviceId } = lin;
    const text = await RawSocket.open(realm.url, { path: '/ws/' });
    text.text(`40${JSON.stringify({ token, deviceId, protocol: [1, 1] })}`);
    const binary = await RawSocket.open(realm.url);
    binary.binary(Buffer.from(encode({ type: 0, nsp: '/', data: { token, deviceId, protocol: [1, 1] } })));
    await until('both are closed', () => text.ended && binary.ended);
    await expect(RawSocket.open(realm.url, { path: '/elsewhere/' })).rejects.toThrow('404');
    await expect(RawSocket.open(realm.url, { path: '/wsx/' })).rejects.toThrow('404');
  });

  it('devices of both kinds in one conversation, on two gateways, hear the same', async () => {
    const [lin, wang] = realm.pair();
    const [first, second] = realm.server.urls;
    const sender = await TestDevice.connect(first, lin, { wire: '/ws' });
    const ways = WIRES.flatMap((wire) => [first, second ?? first].map((url) => ({ wire, url })));
    const readers = await Promise.all(
      ways.map(({ wire, url }, at) => TestDevice.connect(url, realm.tokens.another(wang, `d_reader_${at}`), { wire })),
    );
    const answering = readers.at(-1) as TestDevice;
    for (const reader of readers) await reader.call('watch', { conversationIds: [lin.conversationId] });
    await sender.call('watch', { conversationIds: [lin.conversationId] });
    const texts = ['你好', 'hello', '👍🏽', 'é\u0001\u007f\uffff\u{10ffff}', '漢'.repeat(LIMITS.textCodePoints)];
    for (const text of texts) await sender.send(text);
    for (const reader of readers) await reader.untilText(texts.at(-1) ?? '');
    await answering.send('在的');
    await sender.untilText('在的');
    await answering.call('typing', { conversationId: lin.conversationId });
    await until('it is seen', () => sender.signals.some(({ kind }) => kind === 'typing'));
    await sender.call('typing', { conversationId: lin.conversationId });
    await answering.call('receipt.read', { conversationId: lin.conversationId, seq: 5 });
    await until('who typed is seen', () =>
      readers.every(({ signals }) => signals.some(({ kind }) => kind === 'typing')),
    );

    const said = (device: TestDevice): Message[] => device.messages.filter(({ senderId }) => senderId === lin.userId);
    expect(said(answering).map(({ content }) => content.text)).toEqual(texts);
    for (const reader of readers) expect(said(reader)).toEqual(said(answering));
    const page = (device: TestDevice): Promise<unknown> => device.call('sync.pull', { incarnation: '0', lastSeq: 0 });
    for (const reader of readers) expect(await page(reader)).toEqual(await page(answering));
    // The one that answered is told the place, the others of its owner the entry.
    const last = Math.max(...(readers[0]?.pushed.keys() ?? []));
    await answering.heartbeat();
    const places = [...answering.own, ...answering.pushed.keys()].toSorted((a, b) => a - b);
    expect(places).toEqual(Array.from({ length: places.length }, (_, at) => at + 1));
    expect(places.at(-1)).toBeGreaterThanOrEqual(last);
    for (const device of [sender, ...readers]) device.close();
  });

  it('a large conversation is read the same way by both', async () => {
    const people = await mintSessions(realm.env, 560);
    const [owner, one, other, idle] = people as [Session, Session, Session, Session];
    const conversationId = await new People(realm).group(owner, people.slice(1));
    const sender = await TestDevice.connect(realm.url, owner, { wire: '/ws' });
    const readers = await Promise.all([
      TestDevice.connect(realm.url, one, { wire: '/ws' }),
      TestDevice.connect(realm.url, other),
    ]);
    for (const reader of readers) await reader.call('watch', { conversationIds: [conversationId] });
    const hinted = await TestDevice.connect(realm.url, idle, { wire: '/ws' });
    const { incarnation, inboxSeq } = await hinted.heartbeat();
    await hinted.call('sync.pull', { incarnation, lastSeq: inboxSeq });
    for (let number = 1; number <= 10; number += 1) await sender.send(`大家好 ${number}`, { conversationId });
    const said = ({ timelines }: TestDevice): Message[] => timelines.flatMap(({ messages }) => messages);
    await until('both have all', () => readers.every((reader) => said(reader).length === 10));
    expect(said(readers[0])).toEqual(said(readers[1]));
    const headed = (): boolean => hinted.signals.some((signal) => signal.kind === 'head' && signal.head.seq >= 11);
    await until('the head is told', async () => {
      // What was said before its gateway had told that it is there was told to nobody.
      if (!headed()) await sender.send('大家好', { conversationId });
      return headed();
    });
    for (const device of [sender, hinted, ...readers]) device.close();
  });

  it('what cannot be read is answered as on the other way, stored nowhere, and the connection works on', async () => {
    const [lin] = realm.pair();
    const packets = await RawPackets.signIn(realm.url, lin);
    const good = { conversationId: lin.conversationId, clientMsgId: newClientMsgId() };
    const hostile = [
      Buffer.from('hello'),
      Buffer.from([0xc1]),
      Buffer.from([0xdd, 0xff, 0xff, 0xff, 0xff]),
      Buffer.alloc(LIMITS.frameBytes, 0x91),
      Buffer.alloc(LIMITS.frameBytes, 0x80),
      Buffer.from(Array.from({ length: LIMITS.frameBytes }, (_, at) => [0xdc, 0xff, 0xff][at % 3] ?? 0)),
      Buffer.from(encode({ type: EVENT, nsp: '/', data: ['disconnect', 'transport close'] })),
      Buffer.from(encode({ type: EVENT, nsp: '/', data: ['message.send', { ...good, at: new Date() }], id: 1 })),
      Buffer.from(encode({ type: 5, nsp: '/', attachments: 3, data: ['message.send', good] })),
    ];
    for (const bytes of hostile) packets.raw.binary(bytes);
    packets.raw.text('42["heartbeat",{}]');
    await until('all are answered', () => packets.errors().length === hostile.length + 1);
    expect(new Set(packets.errors())).toEqual(new Set(['UNKNOWN_EVENT']));
    expect(await packets.ask(2, 'nonsense', {})).toMatchObject({ ok: false, error: { code: 'UNKNOWN_EVENT' } });
    const content = { type: 'text', text: 'hello' };
    for (const body of [
      new Uint8Array(9),
      { ...good, content: new Uint8Array(9) },
      { ...good, content, admin: true },
    ]) {
      expect(await packets.ask(3, 'message.send', body)).toMatchObject({ ok: false, error: { code: 'BAD_REQUEST' } });
    }
    for (const [at, lastSeq] of [1e300, -1, 2 ** 60, 0.5, true].entries()) {
      const answer = await packets.ask(10 + at, 'sync.pull', { incarnation: '0', lastSeq });
      expect([lastSeq, answer]).toMatchObject([lastSeq, { ok: false, error: { code: 'BAD_REQUEST' } }]);
    }
    expect(await storedMessages(realm.databases, lin.conversationId)).toEqual([]);
    expect(await packets.ask(4, 'message.send', { ...good, content })).toMatchObject({ ok: true, data: { seq: 1 } });
    expect(packets.raw.ended).toBe(false);
    packets.raw.destroy();
  });

  it('a text that is no UTF-8 is stored as UTF-8 or not at all', async () => {
    const [lin, wang] = realm.pair();
    const packets = await RawPackets.signIn(realm.url, lin);
    const reader = await TestDevice.connect(realm.url, wang);
    const marks = [[0xed, 0xa0, 0x80], [0xff], [0xc0, 0xaf], [0xf8, 0x88, 0x80, 0x80, 0x80], [0xe6, 0xbc]];
    for (const [at, mark] of marks.entries()) {
      for (const length of [10, 400]) {
        const text = `${'x'.repeat(length)}#####`.slice(0, -mark.length);
        const body = {
          conversationId: lin.conversationId,
          clientMsgId: newClientMsgId(),
          content: { type: 'text', text },
        };
        const padded = { ...body, content: { type: 'text', text: text + '?'.repeat(mark.length) } };
        const bytes = Buffer.from(encode({ type: EVENT, nsp: '/', data: ['message.send', padded], id: at }));
        bytes.set(mark, bytes.lastIndexOf('?') - mark.length + 1);
        packets.raw.binary(bytes);
      }
    }
    await until('all are answered', () => packets.all.filter(({ type }) => type === ACK).length === 2 * marks.length);
    await reader.send('after them');
    const stored = await storedMessages(realm.databases, lin.conversationId);
    expect(stored.length).toBeGreaterThan(0);
    for (const { content } of reader.messages) {
      expect(Buffer.from(content.text ?? '').toString()).toBe(content.text);
    }
    packets.raw.destroy();
    reader.close();
  });

  it('a frame over the size limit closes the connection', async () => {
    const [lin] = realm.pair();
    const packets = await RawPackets.signIn(realm.url, lin);
    packets.raw.binary(Buffer.alloc(LIMITS.frameBytes + 1));
    await until('it is closed', () => packets.raw.ended);
    expect(packets.raw.closeCode).toBe(1009);
  });

  it('a flood of what is no event ends the connection, of events it is refused', async () => {
    const [lin] = realm.pair();
    const tries = await RawPackets.open(realm.url);
    for (let count = 0; count < 500; count += 1) tries.say({ type: 0, nsp: '/', data: { token: `x${count}` } });
    await until('it is closed', () => tries.raw.ended);
    expect(tries.all.length).toBeLessThan(60);
    const packets = await RawPackets.signIn(realm.url, lin);
    for (let count = 0; count < 500; count += 1) packets.say({ type: 0, nsp: '/elsewhere' });
    await until('it is closed', () => packets.raw.ended);
    const device = await TestDevice.connect(realm.url, lin, { wire: '/ws' });
    const acks = await Promise.all(Array.from({ length: 5_000 }, () => device.askRaw('heartbeat', {})));
    const codes = new Set(acks.map((ack) => (ack.ok ? 'OK' : ack.error.code)));
    expect(codes).toEqual(new Set(['OK', 'RATE_LIMITED']));
    expect(device.closed).toBeNull();
    device.close();
  });

  it('an event before the sign-in is answered by the end', async () => {
    const early = await RawPackets.open(realm.url);
    early.say({ type: EVENT, nsp: '/', data: ['heartbeat', {}], id: 1 });
    await until('it is closed', () => early.raw.ended);
    expect(early.all).toEqual([]);
  });

  it('a slow reader is told to sync, and closed', async () => {
    const [lin, wang] = realm.pair();
    const sender = await TestDevice.connect(realm.url, lin);
    const slow = await RawPackets.signIn(realm.url, wang);
    slow.raw.tcp.pause();
    const big = '漢'.repeat(LIMITS.textCodePoints - 10);
    for (let number = 1; number <= 400; number += 1) await sender.send(`${number} ${big}`);
    slow.raw.tcp.resume();
    await until('it is closed', () => slow.raw.ended);
    const names = slow.all.flatMap(({ type, data }) => (type === EVENT ? [(data as unknown[])[0]] : []));
    expect(names.length).toBeLessThan(400);
    expect(names.indexOf('resync')).toBeOneOf([-1, names.length - 1]);
    sender.close();
  });

  it('who is signed out is told why, and closed', async () => {
    const [lin] = realm.pair();
    const device = await TestDevice.connect(realm.url, lin, { wire: '/ws' });
    // Of the store, as a device that signs out another has to be there itself.
    const asking = realm.tokens.another(lin, 'd_asking_device');
    await query(
      realm.databases.directory,
      `insert into device (id, user_id, name, platform) values ($1, $2, 'asking', 'web')`,
      [asking.deviceId, asking.userId],
    );
    expect(await new People(realm).code(asking, `DELETE /devices/${lin.deviceId}`)).toBe('OK');
    await until('it is closed', () => device.closed !== null);
    expect(device.signals.at(-1)).toMatchObject({ closing: true, error: { code: 'DEVICE_REVOKED' } });
  });
});

describe.each(SHAPES)('a gateway that stops (%s)', (shape) => {
  it('tells the devices of both kinds', async () => {
    const realm = await openRealm(shape);
    const [lin, wang] = realm.pair();
    const devices = [
      await TestDevice.connect(realm.url, lin, { wire: '/ws' }),
      await TestDevice.connect(realm.url, wang),
    ];
    const closing = realm.close();
    await until('both are told', () => devices.every(({ drains }) => drains.length === 1));
    await until('both are closed', () => devices.every(({ closed }) => closed !== null));
    await closing;
    expect(devices.map(({ drains }) => drains)).toEqual([[{ withinMs: 500 }], [{ withinMs: 500 }]]);
  });
});
