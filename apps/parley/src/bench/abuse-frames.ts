import { randomBytes } from 'node:crypto';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { deflateRawSync, gzipSync } from 'node:zlib';

import { LIMITS } from '@parley/contract';

import type { ThrowPlan } from './abuse-plan.js';
import { Caller } from './support/caller.js';
import { encodeFrame, OPCODE } from './support/frames.js';
import { openRaw } from './support/open-raw.js';
import { PARSERS, type Parser } from './support/packets.js';
import type { RawSocket } from './support/raw-socket.js';
import { codeIn, type Tally } from './support/tally.js';

const LANES = 4;
const AHEAD_BYTES = 256 * 1024;

type Act = (raw: RawSocket, way: Parser) => Promise<void>;
type Lanes = { from: string; headers?: readonly string[]; text?: (text: string) => void; act: Act };

/** So many connections at a time on each way in, each of which does it until it is closed; then the next. */
async function inLanesOf(
  plan: ThrowPlan,
  { until, tally }: { until: number; tally: Tally },
  lanes: Lanes,
): Promise<void> {
  const { act, from, ...rest } = lanes;
  const ways = PARSERS.flatMap((way) => Array.from({ length: LANES }, () => way));
  const lane = async (way: Parser, number: number): Promise<void> => {
    const session = plan.sessions[number % plan.sessions.length];
    if (session === undefined) throw new Error('nobody is there');
    while (performance.now() < until) {
      const ended = Promise.withResolvers<void>();
      const over = (how: string): void => {
        tally.answered(how);
        ended.resolve();
      };
      const raw = await openRaw({ address: plan.address, localAddress: from, session, way, ended: over, ...rest });
      if (raw === null) {
        await sleep(200);
        continue;
      }
      await act(raw, way);
      await Promise.race([ended.promise, sleep(Math.max(0, until - performance.now()), undefined, { ref: false })]);
      raw.close();
    }
  };
  await Promise.all(ways.map(lane));
}

/** The header of a masked frame, of any length and with any flags. */
function header({ first, length }: { first: number; length: number }): Buffer {
  const bytes = Buffer.alloc(14);
  bytes[0] = first;
  bytes[1] = 0x80 | 127;
  bytes.writeBigUInt64BE(BigInt(length), 2);
  randomBytes(4).copy(bytes, 10);
  return bytes;
}

/** Frames that are too long, and headers that promise a terabyte. */
export async function oversizeFrame(plan: ThrowPlan, until: number, tally: Tally): Promise<number> {
  const body = Buffer.alloc(LIMITS.frameBytes + 1, 'x');
  let number = 0;
  await inLanesOf(
    plan,
    { until, tally },
    {
      from: '127.9.4.1',
      act: async (raw, way) => {
        number += 1;
        const opcode = way === 'json' ? OPCODE.text : OPCODE.binary;
        tally.threw(number % 2 === 0 ? 'frames too long' : 'promises of a terabyte');
        raw.write(number % 2 === 0 ? encodeFrame(opcode, body) : header({ first: 0x80 | opcode, length: 2 ** 40 }));
      },
    },
  );
  return tally.of('close 1009');
}

/** Fragments of one byte and of a thousand, without an end. */
export async function endlessFrame(plan: ThrowPlan, until: number, tally: Tally): Promise<number> {
  const piece = (first: number, size: number): Buffer => {
    const frame = encodeFrame(0, Buffer.alloc(size, 'x'));
    frame[0] = first;
    return frame;
  };
  const more = (size: number): Buffer => Buffer.concat(Array.from({ length: 100 }, () => piece(0, size)));
  const [small, large] = [more(1), more(1_000)];
  let number = 0;
  await inLanesOf(
    plan,
    { until, tally },
    {
      from: '127.9.5.1',
      act: async (raw, way) => {
        number += 1;
        const pieces = number % 2 === 0 ? small : large;
        raw.write(piece(way === 'json' ? OPCODE.text : OPCODE.binary, 1));
        tally.threw('messages');
        while (!raw.ended && performance.now() < until) {
          if (raw.tcp.writableLength < AHEAD_BYTES) {
            raw.write(pieces);
            tally.threw('fragments', 100);
            await turn();
          } else await sleep(1);
        }
      },
    },
  );
  return tally.of('close 1008', 'close 1009');
}

const DEPTH = 100_000;

/** As text, as MessagePack and as a request body. */
export async function deepJson(plan: ThrowPlan, until: number, tally: Tally): Promise<number> {
  const deep = `${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}`;
  const objects = `${'{"a":'.repeat(DEPTH / 4)}1${'}'.repeat(DEPTH / 4)}`;
  const texts = [`421["message.send",${deep}]`, `421["message.send",{"content":${objects}}]`, `42${deep}`, `40${deep}`];
  const frames = texts.map((text) => encodeFrame(OPCODE.text, text));
  const packed = encodeFrame(OPCODE.binary, Buffer.concat([Buffer.alloc(DEPTH, 0x91), Buffer.from([0xc0])]));
  const [session] = plan.sessions;
  if (session === undefined) throw new Error('nobody is there');
  const caller = new Caller(plan.address, '127.9.6.2');
  const path = `/conversations/${session.conversationId}/messages`;
  const bodies = [deep, `{"clientMsgId":"c_abuse_deep","content":${objects}}`];
  const posts = async (): Promise<void> => {
    for (let at = 0; performance.now() < until; at += 1) {
      tally.threw('request bodies');
      tally.answered(await caller.call({ method: 'POST', path, token: session.token, body: bodies[at % 2] ?? '' }));
    }
  };
  const sockets = inLanesOf(
    plan,
    { until, tally },
    {
      from: '127.9.6.1',
      text: (text) => {
        if (text.startsWith('43') || text.startsWith('42["signal"')) tally.answered(codeIn(text));
      },
      act: async (raw, way) => {
        for (let at = 0; !raw.ended && performance.now() < until; at += 1) {
          raw.write(way === 'json' ? (frames[at % frames.length] ?? '') : packed);
          tally.threw(way === 'json' ? 'events' : 'packed events');
          await sleep(20);
        }
      },
    },
  );
  await Promise.all([sockets, posts()]);
  caller.close();
  return tally.of('BAD_REQUEST', 'UNKNOWN_EVENT', 'RATE_LIMITED');
}

/** What deflate makes of it is a thousandth, the most that there is: it just fits into a frame. */
const BOMB_BYTES = 200 * 1024 ** 2;

function bomb(compress: (bytes: Buffer) => Buffer): Buffer {
  return compress(Buffer.alloc(BOMB_BYTES));
}

/** Frames that say they are compressed, whatever was agreed on, and request bodies. */
export async function compressedBomb(plan: ThrowPlan, until: number, tally: Tally): Promise<number> {
  const packed = bomb((bytes) => deflateRawSync(bytes));
  const body = bomb((bytes) => gzipSync(bytes));
  const [session] = plan.sessions;
  if (session === undefined) throw new Error('nobody is there');
  const caller = new Caller(plan.address, '127.9.7.2');
  const posts = async (): Promise<void> => {
    const path = `/conversations/${session.conversationId}/messages`;
    const request = { method: 'POST', path, token: session.token, body, encoding: 'gzip' };
    while (performance.now() < until) {
      tally.threw('request bodies');
      tally.answered(await caller.call(request));
      await sleep(20);
    }
  };
  const sockets = inLanesOf(
    plan,
    { until, tally },
    {
      from: '127.9.7.1',
      headers: ['Sec-WebSocket-Extensions: permessage-deflate'],
      act: async (raw, way) => {
        const frame = encodeFrame(way === 'json' ? OPCODE.text : OPCODE.binary, packed);
        frame[0] = (frame[0] ?? 0) | 0x40;
        tally.threw('frames');
        raw.write(frame);
      },
    },
  );
  await Promise.all([sockets, posts()]);
  caller.close();
  return tally.of('close 1002', 'BAD_REQUEST', 'FRAME_TOO_LARGE', 'RATE_LIMITED');
}
