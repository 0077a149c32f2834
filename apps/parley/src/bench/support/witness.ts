import { PROTOCOL, type Ack, type EventFrame, type MessageSent } from '@parley/contract';
import type { MintedSession } from '@parley/server/cli';
import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';

import { Latency, LatencySummary } from './latency.js';
import type { Address } from './load-result.js';
import type { PeerAnswer } from './peer-queue.js';
import type { PeerMessage } from './peer-device.js';

export const WitnessSummary = z.object({ ack: LatencySummary, delivery: LatencySummary, unacked: z.number() });
export type WitnessSummary = z.infer<typeof WitnessSummary>;

const EVERY_MS = 100;
const PATIENCE_MS = 20_000;

/** How one talks with a server. */
interface Words {
  auth: (session: MintedSession) => object;
  pushed: string;
  send: string;
  message: (said: { conversationId: string; key: string; text: string }) => object;
  isAcked: (answer: unknown) => boolean;
  /** Keys of the messages that were pushed. */
  keysOf: (pushed: unknown) => string[];
}

const PARLEY: Words = {
  auth: ({ token, deviceId }) => ({ token, deviceId, protocol: [PROTOCOL.min, PROTOCOL.max] }),
  pushed: 'event',
  send: 'message.send',
  message: ({ conversationId, key: clientMsgId, text }) => ({
    conversationId,
    clientMsgId,
    content: { type: 'text', text },
  }),
  isAcked: (answer) => (answer as Ack<MessageSent>).ok,
  keysOf: (pushed) =>
    (pushed as EventFrame).entries.flatMap((entry) => (entry.kind === 'message' ? entry.message.clientMsgId : [])),
};

const PEER: Words = {
  auth: ({ token }) => ({ token }),
  pushed: 'message',
  send: 'send',
  message: ({ conversationId, key: clientOffset, text }) => ({
    conversationId: Number(conversationId),
    clientOffset,
    text,
  }),
  isAcked: (answer) => (answer as PeerAnswer).ok,
  keysOf: (pushed) => [(pushed as PeerMessage).clientOffset],
};

/**
 * Two people with the real socket.io-client beside the load: if our client by hand were kinder to the server, or blind,
 * what they see would tell.
 */
export class Witness {
  private readonly words: Words;
  private readonly sockets: Socket[];
  private readonly conversationId: string;
  private readonly ack = new Latency();
  private readonly delivery = new Latency();
  private readonly sentAt = new Map<string, number>();
  private readonly prefix = `w_${Date.now().toString(36)}_`;
  private sent = 0;
  private acked = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor({ host, port, peer }: Address, pair: readonly MintedSession[]) {
    this.words = peer === undefined ? PARLEY : PEER;
    this.conversationId = pair[0]?.conversationId ?? '';
    this.sockets = pair.map((session) =>
      io(`http://${host}:${port}`, {
        transports: ['websocket'],
        auth: this.words.auth(session),
        forceNew: true,
        autoConnect: false,
      }),
    );
    this.sockets[1]?.on(this.words.pushed, (pushed: unknown) => this.receive(pushed));
  }

  async connect(): Promise<void> {
    await Promise.all(
      this.sockets.map(async (socket) => {
        const ready = new Promise<void>((resolve, reject) => {
          socket.once('ready', () => resolve());
          socket.once('connect_error', reject);
        });
        socket.connect();
        await ready;
      }),
    );
  }

  begin(): void {
    this.timer = setInterval(() => this.send(), EVERY_MS);
  }

  end(): void {
    clearInterval(this.timer);
  }

  summary(): WitnessSummary {
    return { ack: this.ack.summary(), delivery: this.delivery.summary(), unacked: this.sent - this.acked };
  }

  close(): void {
    this.end();
    for (const socket of this.sockets) socket.disconnect();
  }

  private send(): void {
    const { words, conversationId } = this;
    const key = `${this.prefix}${this.sent}`;
    const began = performance.now();
    this.sent += 1;
    this.sentAt.set(key, began);
    const said = words.message({ conversationId, key, text: `witness ${this.sent} 见证` });
    this.sockets[0]
      ?.timeout(PATIENCE_MS)
      .emitWithAck(words.send, said)
      .then(
        (answer: unknown) => {
          if (!words.isAcked(answer)) return;
          this.acked += 1;
          this.ack.record(performance.now() - began);
        },
        () => undefined, // counted as unacked
      );
  }

  private receive(pushed: unknown): void {
    for (const key of this.words.keysOf(pushed)) {
      const began = this.sentAt.get(key);
      if (began !== undefined) this.delivery.record(performance.now() - began);
    }
  }
}
