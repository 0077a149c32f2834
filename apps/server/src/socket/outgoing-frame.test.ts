import { decode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as ws from 'ws';
import { encodeEvent, encodeTimeline, withOwn, encodeEntries } from './frames.js';
import { OutgoingFrame } from './outgoing-frame.js';

const { Sender } = ws as unknown as { Sender: { frame(data: Buffer, options: Record<string, unknown>): Buffer[] } };

/** What follows the header of a frame that the server sends. */
function payloadOf([frame = Buffer.alloc(0)]: Buffer[]): Buffer {
  const short = frame.readUInt8(1);
  return frame.subarray(short < 126 ? 2 : short === 126 ? 4 : 10);
}

const read = {
  json: (frame: OutgoingFrame): unknown => JSON.parse(payloadOf(frame.as('json').frame).toString().slice(2)),
  msgpack: (frame: OutgoingFrame): unknown => {
    const { type, nsp, data } = decode(payloadOf(frame.as('msgpack').frame)) as Record<string, unknown>;
    expect([type, nsp]).toEqual([2, '/']);
    return data;
  },
};

it('says the same in both formats', () => {
  const body = fc.record({
    conversationId: fc.nat().map(String),
    text: fc.string({ unit: 'grapheme', maxLength: 70_000 }),
  });
  fc.assert(
    fc.property(fc.array(body, { maxLength: 5 }), (bodies) => {
      const texts = bodies.map((one) => JSON.stringify(one));
      const head = { conversationId: '1', seq: 3, rev: 4, ord: 2, at: 1_795_420_800_123 };
      for (const packet of [
        encodeTimeline(head, texts, texts),
        encodeEntries('1', texts),
        withOwn(encodeEntries('1', texts), [7, 8]),
      ]) {
        const frame = new OutgoingFrame(packet);
        expect(read.msgpack(frame)).toEqual(read.json(frame));
        for (const format of ['json', 'msgpack'] as const) {
          const { bytes, frame: parts } = frame.as(format);
          expect(payloadOf(parts)).toHaveLength(bytes);
        }
      }
    }),
    { numRuns: 30 },
  );
});

it.each([0, 124, 125, 65_534, 65_535])('frames %i characters as ws does', (length) => {
  const packet = 'ü'.repeat(length % 7) + 'x'.repeat(length - (length % 7) * 2 > 0 ? length - (length % 7) * 2 : 0);
  const options = { readOnly: false, mask: false, rsv1: false, opcode: 1, fin: true };
  const [frame] = new OutgoingFrame(packet).as('json').frame;
  expect(frame).toEqual(Buffer.concat(Sender.frame(Buffer.from(`4${packet}`), options)));
});

it('is encoded once per format, and only in those that are asked for', () => {
  const broken = new OutgoingFrame('2not json');
  expect(broken.as('json').data).toBe('2not json');
  expect(() => broken.as('msgpack')).toThrow(SyntaxError);
  const frame = new OutgoingFrame(encodeEvent('drain', { withinMs: 500 }));
  for (const format of ['json', 'msgpack'] as const) expect(frame.as(format)).toBe(frame.as(format));
});
