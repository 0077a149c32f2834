import { decode, encode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { PacketType } from 'socket.io-parser';
import { describe, expect, it } from 'vitest';
import { isWithinBounds } from './msgpack-bounds.js';
import { decodePacket, encodePacket, looksLikeEvent } from './msgpack.js';

const EVENT = PacketType.EVENT;

/** What JSON has, and bytes; `__proto__` as a key is told apart below. */
const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    fc.constantFrom(null, true, false),
    fc.maxSafeInteger(),
    // Without the sign of zero, which JSON drops as well.
    fc.double({ noNaN: true }).map((number) => number + 0),
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    fc.array(tie('value'), { maxLength: 40 }),
    fc.dictionary(
      fc.string().filter((key) => key !== '__proto__'),
      tie('value'),
      { maxKeys: 40, noNullPrototype: true },
    ),
  ),
})).value;

describe('a packet', () => {
  it('is read as it was written, bytes as bytes', () => {
    const id = fc.option(fc.nat(), { nil: undefined });
    fc.assert(
      fc.property(fc.string().filter(mayBeCalled), fc.array(value, { maxLength: 3 }), id, (name, args, ackId) => {
        const packet = { type: EVENT, nsp: '/', data: [name, ...args], ...(ackId === undefined ? {} : { id: ackId }) };
        const bytes = encodePacket(packet);
        expect(decodePacket(bytes)).toEqual(packet);
        expect(looksLikeEvent(bytes)).toBe(true);
      }),
    );
  });

  it('is what JSON would have made of it, wherever JSON can say it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        const asJson: unknown = JSON.parse(JSON.stringify(['event', body]));
        fc.pre(!JSON.stringify(body).includes('__proto__'));
        expect(decodePacket(encodePacket({ type: EVENT, nsp: '/', data: ['event', body] }))?.data).toEqual(asJson);
      }),
    );
  });

  it('leaves out what is undefined, as JSON does', () => {
    const data = ['x', { a: undefined, b: 1 }];
    expect(decode(encodePacket({ type: EVENT, nsp: '/', data }))).toEqual({ type: 2, nsp: '/', data: ['x', { b: 1 }] });
  });

  it('keeps whole numbers whole: other languages read a time as an integer', () => {
    expect(encodePacket({ type: EVENT, nsp: '/', data: ['x', 1_795_420_800_123] })).toContain(0xcf);
  });

  it.each([
    ['no map', ['x']],
    ['nothing', null],
    ['a number', 7],
    ['an unknown type', { type: 7, nsp: '/', data: ['x'] }],
    ['an event with parts to follow', { type: PacketType.BINARY_EVENT, nsp: '/', data: ['x'], attachments: 1 }],
    ['a type that is text', { type: '2', nsp: '/', data: ['x'] }],
    ['no type', { nsp: '/', data: ['x'] }],
    ['no namespace', { type: EVENT, data: ['x'] }],
    ['no event name', { type: EVENT, nsp: '/', data: [] }],
    ['a map for a name', { type: EVENT, nsp: '/', data: [{ a: 1 }] }],
    ['bytes for a name', { type: EVENT, nsp: '/', data: [new Uint8Array(3)] }],
    ['no list of arguments', { type: EVENT, nsp: '/', data: { 0: 'x' } }],
    ["a name that is Socket.IO's own", { type: EVENT, nsp: '/', data: ['disconnect'] }],
    ['an ack id that is text', { type: EVENT, nsp: '/', data: ['x'], id: '1' }],
    ['a disconnect that says more', { type: PacketType.DISCONNECT, nsp: '/', data: {} }],
  ])('with %s is none', (_, packet) => {
    expect(decodePacket(encode(packet))).toBeNull();
  });

  it('that says first that it is an event, and then that it is not, is none', () => {
    const twice = hex('83 a474797065 02 a36e7370 a12f a474797065 00');
    expect(looksLikeEvent(twice)).toBe(true);
    expect(decodePacket(twice)).toBeNull();
  });

  it('whose type comes later is read, but not taken for an event before', () => {
    const bytes = encode({ nsp: '/', data: ['x'], type: EVENT });
    expect(looksLikeEvent(bytes)).toBe(false);
    expect(decodePacket(bytes)).toEqual({ type: EVENT, nsp: '/', data: ['x'] });
  });
});

describe('hostile bytes', () => {
  const inside = (body: string): Uint8Array =>
    new Uint8Array([...hex('83 a474797065 02 a36e7370 a12f a464617461 92 a178'), ...hex(body)]);

  it('are never more than refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
        decodePacket(bytes);
        looksLikeEvent(bytes);
      }),
      { numRuns: 2_000 },
    );
  });

  it('made of a good packet by changing some of its bytes are never more than refused', () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(value, changes, (body, some) => {
        const bytes = encodePacket({ type: EVENT, nsp: '/', data: ['x', body] });
        for (const [at, byte] of some) bytes[at % bytes.length] = byte;
        decodePacket(bytes);
      }),
      { numRuns: 1_000 },
    );
  });

  it('that end too early, or too late, are no packet', () => {
    fc.assert(
      fc.property(value, fc.nat(), (body, cut) => {
        const bytes = encodePacket({ type: EVENT, nsp: '/', data: ['x', body] });
        expect(isWithinBounds(bytes)).toBe(true);
        expect(decodePacket(bytes.subarray(0, cut % bytes.length))).toBeNull();
        expect(decodePacket(Buffer.concat([bytes, bytes.subarray(0, 1)]))).toBeNull();
      }),
    );
  });

  it.each([
    ['a list of four billion', 'dd ffffffff'],
    ['a map of four billion', 'df ffffffff'],
    ['a text of four gigabytes', 'db ffffffff'],
    ['bytes of four gigabytes', 'c6 ffffffff'],
    ['a time', 'd6ff 00000000'],
    ['an extension of one byte', 'd4 00 00'],
    ['an extension of a named length', 'c7 01 05 00'],
    ['the byte that means nothing', 'c1'],
    ['a number for a key', '81 01 01'],
    ['a list for a key', '81 90 01'],
    ['__proto__ for a key', '81 a95f5f70726f746f5f5f 81 a561646d696e c3'],
  ])('%s: no packet', (_, body) => {
    expect(decodePacket(inside(body))).toBeNull();
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it('constructor and prototype are keys like any other', () => {
    const body = encode({ constructor: { prototype: { admin: true } } });
    const packet = decodePacket(new Uint8Array([...inside(''), ...body]));
    expect(JSON.stringify(packet?.data)).toBe('["x",{"constructor":{"prototype":{"admin":true}}}]');
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it('lists in lists, each of which announces as many as a frame has bytes, cost neither memory nor time', () => {
    const nested = new Uint8Array(256 * 1024).fill(0).map((_, at) => [0xdc, 0xff, 0xff][at % 3] ?? 0);
    const before = process.memoryUsage().heapUsed;
    expect(isWithinBounds(nested)).toBe(false);
    expect(isWithinBounds(new Uint8Array(256 * 1024).fill(0x91))).toBe(false);
    expect(isWithinBounds(new Uint8Array(256 * 1024).fill(0x81))).toBe(false);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(16 * 1024 * 1024);
  });
});

function mayBeCalled(name: string): boolean {
  const own = ['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener'];
  return !own.includes(name);
}

function hex(text: string): Uint8Array {
  return Buffer.from(text.replaceAll(' ', ''), 'hex');
}
