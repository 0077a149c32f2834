import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { plainFrame } from './plain-frame.js';

const MASK = [0x3a, 0x91, 0x00, 0xff];

function framed(payload: Buffer, { first = 0x81, masked = true } = {}): Buffer {
  const head =
    payload.length < 126
      ? [first, payload.length | (masked ? 0x80 : 0)]
      : payload.length < 65_536
        ? [first, 126 | (masked ? 0x80 : 0), payload.length >> 8, payload.length & 255]
        : [
            first,
            127 | (masked ? 0x80 : 0),
            0,
            0,
            0,
            0,
            0,
            payload.length >> 16,
            (payload.length >> 8) & 255,
            payload.length & 255,
          ];
  const body = masked ? payload.map((byte, at) => byte ^ (MASK[at % 4] ?? 0)) : payload;
  return Buffer.from([...head, ...(masked ? MASK : []), ...body]);
}

test.each(['', '3', '420["heartbeat",{}]', 'x'.repeat(125), 'x'.repeat(126), 'x'.repeat(16_384), 'grüezi', '漢字 🙂'])(
  'one whole frame is its text (%#)',
  (text) => {
    const read = framed(Buffer.from(text));
    const before = Buffer.from(read);
    expect(plainFrame(read, 0)).toEqual({ text, end: read.length });
    expect(read).toEqual(before);
  },
);

test('as many as were read at a time, one after the other, and what is left is left', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 300 })), fc.nat({ max: 5 }), (texts, cut) => {
      const frames = texts.map((text) => framed(Buffer.from(text)));
      const rest = framed(Buffer.from('cut off')).subarray(0, cut);
      const read = Buffer.concat([...frames, rest]);
      const found: string[] = [];
      let at = 0;
      for (let frame = plainFrame(read, at); frame !== null; frame = plainFrame(read, at)) {
        found.push(frame.text);
        at = frame.end;
      }
      expect(found).toEqual(texts);
      expect(read.subarray(at)).toEqual(rest);
    }),
  );
});

describe('whatever else was read is left to the library', () => {
  const hello = Buffer.from('hello');
  test.each([
    ['nothing', Buffer.alloc(0)],
    ['one byte', Buffer.from([0x81])],
    ['a frame without its end', framed(hello).subarray(0, -1)],
    ['a head without its length', Buffer.from([0x81, 0xfe])],
    ['a binary frame', framed(hello, { first: 0x82 })],
    ['the first piece of a message', framed(hello, { first: 0x01 })],
    ['the last piece of one', framed(hello, { first: 0x80 })],
    ['a compressed frame', framed(hello, { first: 0xc1 })],
    ['a ping', framed(hello, { first: 0x89 })],
    ['a close', framed(hello, { first: 0x88 })],
    ['a frame without a mask', framed(hello, { masked: false })],
    ['what is no UTF-8', framed(Buffer.from([0xff, 0xfe]))],
    ['a long one', framed(Buffer.alloc(16_385, 'x'))],
    ['a very long one', framed(Buffer.alloc(70_000, 'x'))],
  ])('%s', (_, read) => {
    expect(plainFrame(read, 0)).toBeNull();
  });
});
