import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeFrame, FrameReader, MAX_FRAME_BYTES, type RpcCall } from './frames.js';

test('frames survive any cutting of the byte stream', () => {
  const calls = fc.array(fc.tuple(fc.nat(), fc.string(), fc.jsonValue()), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(
      fc.array(calls, { minLength: 1, maxLength: 5 }),
      fc.array(fc.integer({ min: 1, max: 40 })),
      (frames, cuts) => {
        const bytes = Buffer.concat(frames.map((frame) => encodeFrame(frame)));
        const reader = new FrameReader<RpcCall>();
        const read: RpcCall[][] = [];
        let at = 0;
        for (const cut of [...cuts, bytes.length]) {
          read.push(...reader.push(bytes.subarray(at, at + cut)));
          at += cut;
        }
        expect(read).toEqual(JSON.parse(JSON.stringify(frames)));
      },
    ),
  );
});

test('a length that no peer of ours would send ends the stream', () => {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32BE(MAX_FRAME_BYTES + 1);
  expect(() => new FrameReader().push(bytes)).toThrow(/frame/);
});
