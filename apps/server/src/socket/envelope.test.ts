import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Delivery, packEnvelope, unpackEnvelope } from './envelope.js';

const id = fc.nat().map(String);
const frame = fc.string({ unit: 'grapheme', maxLength: 200 });
const measure = fc.record({
  entries: fc.nat(),
  committedAt: fc.option(fc.nat(), { nil: null }),
  traces: fc.array(id),
  span: fc.option(id, { nil: undefined }),
});
const delivery: fc.Arbitrary<Delivery> = fc.oneof(
  fc.record({ kind: fc.constant('event' as const), userId: id, origin: id, own: fc.array(fc.nat()), measure, frame }),
  fc.record({
    kind: fc.constant('signal' as const),
    userIds: fc.array(id),
    watching: fc.option(id, { nil: null }),
    frame,
  }),
  fc.record({
    kind: fc.constant('room' as const),
    conversationId: id,
    accessVersion: fc.nat(),
    head: fc.record({ seq: fc.nat(), rev: fc.nat(), ord: fc.nat(), at: fc.nat() }),
    measure,
    frame,
  }),
  fc.record({ kind: fc.constant('joined' as const), conversationId: id, userIds: fc.array(id) }),
  fc.record({ kind: fc.constant('look' as const), userId: id, full: frame, short: frame }),
);

test('what is packed is unpacked, byte for byte', () => {
  fc.assert(
    fc.property(fc.array(delivery, { maxLength: 30 }), (deliveries) => {
      expect(unpackEnvelope(packEnvelope(deliveries))).toEqual(deliveries);
    }),
  );
});

test('an envelope of a logic before, which measured nothing, is read', () => {
  const heads = JSON.stringify([['e', '7', '', [], 5]]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(heads.length, 0);
  expect(unpackEnvelope(Buffer.concat([size, Buffer.from(`${heads}hello`)]))).toEqual([
    {
      kind: 'event',
      userId: '7',
      origin: '',
      own: [],
      measure: { entries: 1, committedAt: null, traces: [] },
      frame: 'hello',
    },
  ]);
});
