import { setTimeout as sleep } from 'node:timers/promises';

import type { ThrowPlan } from './abuse-plan.js';
import { encodeFrame, OPCODE } from './support/frames.js';
import { RawSocket } from './support/raw-socket.js';
import { codeIn, type Tally } from './support/tally.js';
import { PACKETS } from './support/packets.js';
import { Upgrade } from './support/upgrade.js';

/** What one process can hold open. */
const HELD = 8_000;
const UNDER_WAY = 256;
const AT_A_TURN = 20;

/** Connections that are held for as long as the server lets them live. */
class Held {
  underWay = 0;
  private readonly sockets = new Set<RawSocket>();

  add(make: (settled: (raw: RawSocket) => void) => RawSocket): void {
    this.underWay += 1;
    let isSettled = false;
    const settled = (): void => {
      if (!isSettled) this.underWay -= 1;
      isSettled = true;
    };
    const raw = make(settled);
    this.sockets.add(raw);
    setTimeout(settled, 1_000).unref();
  }

  gone(raw: RawSocket): void {
    this.sockets.delete(raw);
  }

  get size(): number {
    return this.sockets.size;
  }

  close(): void {
    for (const raw of this.sockets) raw.close();
  }
}

/** Opens as fast as it is let in. */
async function pour(until: number, held: Held, open: (number: number) => void): Promise<void> {
  for (let number = 0; performance.now() < until;) {
    for (let turn = 0; turn < AT_A_TURN && held.underWay < UNDER_WAY && held.size < HELD; turn += 1) open(number++);
    await sleep(2);
  }
  held.close();
}

const BAD_TOKEN = encodeFrame(
  OPCODE.text,
  `40${JSON.stringify({ token: 'a.b.c', deviceId: 'd_nobody_at_all', protocol: [1, 1] })}`,
);

/** One address: a third says nothing at all, a third nothing after the upgrade, a third has a token that is none. */
export async function addressFlood(plan: ThrowPlan, until: number, tally: Tally): Promise<number> {
  const held = new Held();
  await pour(until, held, (number) => {
    tally.threw('connections');
    const isPlain = number % 3 === 0;
    held.add((settled) => {
      const raw: RawSocket = new RawSocket({
        address: plan.address,
        localAddress: '127.9.1.1',
        way: isPlain ? 'none' : 'json',
        upgraded: () => {
          settled(raw);
          if (number % 3 === 1) raw.write(BAD_TOKEN);
        },
        text: (text) => {
          if (text.startsWith('44')) tally.answered(codeIn(text));
        },
        ended: (how) => {
          settled(raw);
          held.gone(raw);
          tally.answered(how);
        },
      });
      if (isPlain) raw.tcp.once('connect', () => settled(raw));
      return raw;
    });
  });
  return tally.of('HTTP 429', 'HTTP 503');
}

/** Of one account. */
const ADDRESSES = 8;

/** One account, from some addresses, with a token that is right. */
export async function accountFlood(plan: ThrowPlan, until: number, tally: Tally): Promise<number> {
  const [session] = plan.sessions;
  if (session === undefined) throw new Error('nobody floods');
  const held = new Held();
  await pour(until, held, (number) => {
    tally.threw('connections');
    held.add((settled) => {
      const raw: RawSocket = new RawSocket({
        address: plan.address,
        localAddress: `127.9.2.${1 + (number % ADDRESSES)}`,
        way: 'json',
        text: (text) => {
          if (text.startsWith('0')) raw.write(PACKETS.json.connect(session));
          if (text.startsWith('44') || text.startsWith('42["ready"')) {
            tally.answered(text.startsWith('44') ? codeIn(text) : 'let in');
            settled(raw);
          }
        },
        ended: (how) => {
          settled(raw);
          held.gone(raw);
          tally.answered(how);
        },
      });
      return raw;
    });
  });
  return tally.of('RATE_LIMITED', 'HTTP 429');
}

const LORISES = 900;
const BYTE_EVERY_MS = 1_000;
/** Headers and handshakes may take ten seconds; whoever looks for a shorter time sees nobody held back. */
const LEAST_MS = 14_000;
const KINDS = ['requests', 'upgrades', 'bodies', 'handshakes'] as const;
type Kind = (typeof KINDS)[number];

/** Never ends, and is never wrong. */
function slowText({ host, port }: ThrowPlan['address'], kind: Kind): Buffer {
  const filler = Array.from({ length: 40 }, (_, at) => `X-${at}: ${'x'.repeat(20)}\r\n`).join('');
  switch (kind) {
    case 'requests':
      return Buffer.from(`GET / HTTP/1.1\r\nHost: ${host}\r\n${filler}`);
    case 'upgrades':
      return Buffer.from(
        new Upgrade().request({ host, port, path: '/socket.io/' }).replace(/\r\n\r\n$/, `\r\n${filler}`),
      );
    case 'bodies':
      return Buffer.alloc(1_000, 'x');
    case 'handshakes':
      return BAD_TOKEN;
  }
}

/** Headers, upgrades, bodies and, once upgraded, who somebody is: a byte a second each. */
export async function slowLoris(plan: ThrowPlan, until: number, tally: Tally): Promise<number> {
  const all = Array.from({ length: LORISES }, (_, number) =>
    slowOne(plan, KINDS[number % KINDS.length] ?? 'bodies', tally),
  );
  const from = performance.now();
  while (performance.now() < Math.max(until, from + LEAST_MS)) {
    for (const { drip } of all) drip();
    await sleep(BYTE_EVERY_MS);
  }
  const left = all.filter(({ raw }) => !raw.ended);
  for (const { raw, kind } of left) {
    raw.close();
    tally.answered(`still open: ${kind}`);
  }
  return LORISES - left.length;
}

type Slow = { raw: RawSocket; kind: Kind; drip: () => void };

function slowOne({ address }: ThrowPlan, kind: Kind, tally: Tally): Slow {
  tally.threw(kind);
  let isReady = kind !== 'handshakes';
  const raw = new RawSocket({
    address,
    localAddress: '127.9.3.1',
    way: kind === 'handshakes' ? 'json' : 'none',
    upgraded: () => (isReady = true),
    ended: (how) => tally.answered(`${kind}: ${how}`),
  });
  if (kind === 'bodies') {
    raw.write(
      `POST /api/v1/auth/login HTTP/1.1\r\nHost: ${address.host}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n`,
    );
  }
  const text = slowText(address, kind);
  let at = 0;
  const drip = (): void => {
    if (!isReady) return;
    raw.write(text.subarray(at, at + 1));
    at = (at + 1) % text.length;
  };
  return { raw, kind, drip };
}
