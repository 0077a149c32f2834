import { expect, test } from 'vitest';

import { encodeFrame, FrameReader, OPCODE } from './frames.js';

/** As a server sends them: the same frame without a mask. */
function fromServer(text: string): Buffer {
  const masked = encodeFrame(OPCODE.text, text);
  const start = masked.length - Buffer.byteLength(text);
  const mask = masked.subarray(start - 4, start);
  const payload = masked.subarray(start).map((byte, at) => byte ^ (mask[at % 4] ?? 0));
  const head = Buffer.from(masked.subarray(0, start - 4));
  head[1] = (head[1] ?? 0) & 0x7f;
  return Buffer.concat([head, payload]);
}

const TEXTS = ['', '2', '43["好"]', 'x'.repeat(125), 'y'.repeat(126), '会议'.repeat(300), 'z'.repeat(70_000)];

test('frames are cut out of a stream wherever its chunks end', () => {
  const stream = Buffer.concat(TEXTS.map(fromServer));
  for (const size of [13, 1_000, 65_536, stream.length]) {
    const seen: string[] = [];
    let bytes = 0;
    const reader = new FrameReader((opcode, payload, length) => {
      expect(opcode).toBe(OPCODE.text);
      seen.push(payload.toString());
      bytes += length;
    });
    const slab = Buffer.alloc(size);
    for (let at = 0; at < stream.length; at += size) {
      const chunk = stream.subarray(at, at + size);
      chunk.copy(slab);
      reader.feed(slab.subarray(0, chunk.length));
      slab.fill(0xee); // the buffer belongs to the next read
    }
    expect(seen).toEqual(TEXTS);
    expect(bytes).toBe(stream.length);
  }
});

test('what a Socket.IO server never sends is refused', () => {
  const reader = new FrameReader(() => undefined);
  expect(() => reader.feed(encodeFrame(OPCODE.text, 'masked, as from a client'))).toThrow(/do not send/);
});
