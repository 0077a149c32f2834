import { decode, encode } from '@msgpack/msgpack';
import { expect, test } from 'vitest';

import { FrameReader } from './frames.js';
import { PACKETS } from './packets.js';

/** What a masked frame of this side carries. */
function carried(frame: Buffer): Buffer {
  const short = (frame[1] ?? 0) & 0x7f;
  const start = 2 + (short < 126 ? 0 : short === 126 ? 2 : 8) + 4;
  const mask = frame.subarray(start - 4, start);
  return Buffer.from(frame.subarray(start).map((byte, at) => byte ^ (mask[at % 4] ?? 0)));
}

const packed = (packet: object): Buffer => Buffer.from(encode(packet));
const { json, msgpack } = PACKETS;

test('a request is the same in both formats', () => {
  const payload = JSON.stringify({ conversationId: '1', content: { type: 'text', text: '好'.repeat(200) } });
  expect(carried(json.request('message.send', payload, 7)).toString()).toBe(`427["message.send",${payload}]`);
  expect(decode(carried(msgpack.request('message.send', payload, 7)))).toEqual({
    type: 2,
    nsp: '/',
    data: ['message.send', JSON.parse(payload)],
    id: 7,
  });
});

test('what the server says is read the same way in both', () => {
  const entries = { incarnation: '1', entries: [{ inboxSeq: 1 }] };
  const said = [
    [
      Buffer.from(`42${JSON.stringify(['event', entries])}`),
      { type: 2, data: ['event', entries], nsp: '/' },
      'entries',
    ],
    [Buffer.from('42["events",{"a":1}]'), { type: 2, data: ['events', { a: 1 }], nsp: '/' }, 'event'],
    [Buffer.from('4312[{"ok":true,"data":{}}]'), { type: 3, data: [{ ok: true, data: {} }], nsp: '/', id: 12 }, 'ack'],
    [Buffer.from('44{"message":"X"}'), { type: 4, data: { message: 'X' }, nsp: '/' }, 'refused'],
    [Buffer.from('41'), { type: 1, nsp: '/' }, 'over'],
    [Buffer.from('40{"sid":"1"}'), { type: 0, data: { sid: '1' }, nsp: '/' }, 'other'],
  ] as const;
  for (const [text, packet, kind] of said) {
    const [one, other] = [json.read(text), msgpack.read(packed(packet))];
    expect([one?.kind, other?.kind]).toEqual([kind, kind]);
    if (one === null || other === null || !('read' in one) || !('read' in other)) continue;
    expect(other.read()).toEqual(one.read());
  }
  expect(json.read(Buffer.from('2'))).toBeNull();
});

test('a frame in bytes is cut out of a stream like one in text', () => {
  const bytes = packed({ type: 2, data: ['x', 'y'.repeat(70_000)], nsp: '/' });
  const head = Buffer.alloc(10);
  head[0] = 0x82;
  head[1] = 127;
  head.writeBigUInt64BE(BigInt(bytes.length), 2);
  const seen: Buffer[] = [];
  new FrameReader((opcode, payload) => {
    expect(opcode).toBe(2);
    seen.push(Buffer.from(payload));
  }).feed(Buffer.concat([head, bytes]));
  expect(seen).toEqual([bytes]);
});
