import { CLIENT_EVENTS } from '@parley/contract';
import fc from 'fast-check';
import { Decoder, Encoder, type Packet, PacketType } from 'socket.io-parser';
import { expect, test } from 'vitest';
import { plainEvent } from './plain-event.js';

const names = fc.constantFrom(...Object.keys(CLIENT_EVENTS));
const encode = (packet: Packet): string => String(new Encoder().encode(packet)[0]);

/** As the standard parser reads it; null: it throws. */
function standard(packet: string): Packet | null {
  const decoder = new Decoder();
  let read: Packet | null = null;
  decoder.on('decoded', (found: Packet) => (read = found));
  try {
    decoder.add(packet);
  } catch {
    return null;
  }
  return read;
}

test('reads an event as the standard parser does', () => {
  const payloads = fc.oneof(fc.jsonValue(), fc.dictionary(fc.string(), fc.jsonValue()));
  fc.assert(
    fc.property(names, payloads, fc.nat({ max: 2 ** 31 }), (event, payload, id) => {
      const packet = encode({ type: PacketType.EVENT, nsp: '/', data: [event, payload], id });
      const plain = plainEvent(packet);
      expect(plain).toMatchObject({ event, ackId: String(id) });
      // As text: a value may hold -0 or a key that objects treat as their own.
      expect(JSON.stringify([plain?.event, plain?.payload])).toBe(JSON.stringify(standard(packet)?.data));
    }),
  );
});

test('never says something else of a packet than the standard parser', () => {
  const broken = fc
    .tuple(
      fc.constantFrom('2', '20', '21', '2/a,1', '51-1', '3', '2 1', '2-1', '21.5'),
      names,
      fc.json(),
      fc.nat({ max: 9 }),
    )
    .map(([head, event, json, cut]) => {
      const whole = `${head}["${event}",${json}]`;
      return whole.slice(0, whole.length - (cut > 5 ? cut : 0));
    });
  fc.assert(
    fc.property(broken, (packet) => {
      const plain = plainEvent(packet);
      if (plain === null) return;
      const read = standard(packet);
      expect(read).toMatchObject({ nsp: '/', id: Number(plain.ackId) });
      expect(JSON.stringify([plain.event, plain.payload])).toBe(JSON.stringify(read?.data));
    }),
  );
});

test.each([
  ['without an answer', '2["heartbeat",{}]'],
  ['of another namespace', '2/other,1["heartbeat",{}]'],
  ['with more or fewer arguments', '21["heartbeat",{},1]'],
  ['without any', '21["heartbeat"]'],
  ['of a name that is none', '21["connect",{}]'],
  ['of a name that every object has', '21["toString",{}]'],
  ['cut off', '21["heartbeat",{'],
  ['with parts that follow', '51-1["heartbeat",{"_placeholder":true,"num":0}]'],
  ['empty', ''],
])('leaves to the standard parser what comes %s', (_, packet) => {
  expect(plainEvent(packet)).toBeNull();
});
