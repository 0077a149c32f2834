import { setTimeout as sleep } from 'node:timers/promises';

import type { ThrowPlan } from './abuse-plan.js';
import { openAll, sourceAddress } from './support/connect.js';
import { encodeFrame, OPCODE } from './support/frames.js';
import { Link, newMeter } from './support/link.js';
import { openRaw } from './support/open-raw.js';
import type { RawSocket } from './support/raw-socket.js';
import { codeIn, type Tally } from './support/tally.js';

const FLOODING = 4;
/** So much may wait in the socket of the one who floods. */
const AHEAD_BYTES = 256 * 1024;

/** Valid and invalid events, as fast as the sockets of one account take them. */
export async function socketFlood(plan: ThrowPlan, until: number, tally: Tally): Promise<number> {
  const [session] = plan.sessions;
  if (session === undefined) throw new Error('nobody floods');
  const events = [
    ['heartbeat', {}],
    [
      'message.send',
      {
        conversationId: session.conversationId,
        clientMsgId: 'c_abuse_the_same',
        content: { type: 'text', text: 'again' },
      },
    ],
    ['message.send', { conversationId: 'none', text: 5 }],
    ['no.such.event', { deep: [1, 2, 3] }],
    ['typing', { conversationId: session.conversationId }],
  ];
  // The last one of each round comes without a number: nobody can be answered but by a signal.
  const packets = [...events.map((event, id) => `42${id}${JSON.stringify(event)}`), `42${JSON.stringify(events[0])}`];
  const round = Buffer.concat(packets.map((packet) => encodeFrame(OPCODE.text, packet)));
  const open = (): Promise<RawSocket | null> =>
    openRaw({
      address: plan.address,
      localAddress: '127.9.0.1',
      session,
      way: 'json',
      text: (text) => {
        if (text.startsWith('43') || text.startsWith('42["signal"')) tally.answered(codeIn(text));
      },
      ended: (how) => tally.answered(how),
    });
  const lane = async (): Promise<void> => {
    let raw: RawSocket | null = null;
    while (performance.now() < until) {
      if (raw === null || raw.ended) raw = await open();
      if (raw === null) await sleep(200);
      else if (raw.tcp.writableLength < AHEAD_BYTES) {
        raw.write(round);
        tally.threw('events', packets.length);
      } else await sleep(1);
    }
    raw?.close();
  };
  await Promise.all(Array.from({ length: FLOODING }, lane));
  return tally.of('RATE_LIMITED');
}

const TYPES_EVERY_MS = 3_000;

/** Everybody has the group open and types, as the contract lets them. */
export async function typingStorm(plan: ThrowPlan, _until: number, tally: Tally): Promise<number> {
  const { groupId } = plan;
  let told = 0;
  const opened = new Map<Link, PromiseWithResolvers<void>>();
  const links = plan.sessions.map((session, number) => {
    const open = (): Link => {
      const link: Link = new Link({
        target: { ...plan.address, localAddress: sourceAddress(20_000 + number) },
        session,
        meter: newMeter(),
        readsEvents: false,
        handlers: {
          event: (name, payload) => {
            if (name === 'ready') link.request('watch', JSON.stringify({ conversationIds: [groupId] }), () => ready());
            if (name === 'signal' && (payload as { kind: string }).kind === 'typing') told += 1;
          },
          closed: (reason) => {
            tally.answered(reason);
            ready();
          },
        },
      });
      const ready = (): void => opened.get(link)?.resolve();
      opened.set(link, Promise.withResolvers());
      return link;
    };
    return open;
  });
  const live: Link[] = [];
  await openAll(links, async (open) => {
    const link = open();
    live.push(link);
    await opened.get(link)?.promise;
  });
  tally.threw('connected', live.length);
  const storming = performance.now();
  const stormMs = plan.seconds * 1_000;
  const body = JSON.stringify({ conversationId: groupId });
  for (let round = 0; performance.now() < storming + stormMs; round += 1) {
    for (const [number, link] of live.entries()) {
      const due = storming + (round + number / live.length) * TYPES_EVERY_MS;
      if (due > performance.now() + 2) await sleep(due - performance.now());
      tally.threw('typing events');
      link.request('typing', body, (ack) => tally.answered(ack.ok ? 'OK' : ack.error.code));
    }
  }
  await sleep(500);
  for (const link of live) link.close();
  tally.threw('typing signals that came back', told);
  return tally.of('OK') * Math.max(0, live.length - 1) - told;
}
