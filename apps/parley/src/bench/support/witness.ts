import { PROTOCOL, type Ack, type EventFrame, type MessageSent } from '@parley/contract';
import type { MintedSession } from '@parley/server/cli';
import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';

import { Latency, LatencySummary } from './latency.js';
import type { Address } from './load-result.js';

export const WitnessSummary = z.object({ ack: LatencySummary, delivery: LatencySummary, unacked: z.number() });
export type WitnessSummary = z.infer<typeof WitnessSummary>;

const EVERY_MS = 100;
const PATIENCE_MS = 20_000;

/**
 * Two people with the real socket.io-client beside the load: if our client by hand were kinder to the server, or blind,
 * what they see would tell.
 */
export class Witness {
  private readonly sockets: Socket[];
  private readonly conversationId: string;
  private readonly ack = new Latency();
  private readonly delivery = new Latency();
  private readonly sentAt = new Map<string, number>();
  private readonly prefix = `w_${Date.now().toString(36)}_`;
  private sent = 0;
  private acked = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor({ host, port }: Address, pair: readonly MintedSession[]) {
    this.conversationId = pair[0]?.conversationId ?? '';
    this.sockets = pair.map(({ token, deviceId }) =>
      io(`http://${host}:${port}`, {
        transports: ['websocket'],
        auth: { token, deviceId, protocol: [PROTOCOL.min, PROTOCOL.max] },
        forceNew: true,
        autoConnect: false,
      }),
    );
    this.sockets[1]?.on('event', (frame: EventFrame) => this.receive(frame));
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
    const clientMsgId = `${this.prefix}${this.sent}`;
    const began = performance.now();
    this.sent += 1;
    this.sentAt.set(clientMsgId, began);
    const content = { type: 'text', text: `witness ${this.sent} 见证` };
    this.sockets[0]
      ?.timeout(PATIENCE_MS)
      .emitWithAck('message.send', { conversationId: this.conversationId, clientMsgId, content })
      .then(
        (ack: Ack<MessageSent>) => {
          if (!ack.ok) return;
          this.acked += 1;
          this.ack.record(performance.now() - began);
        },
        () => undefined, // counted as unacked
      );
  }

  private receive({ entries }: EventFrame): void {
    for (const entry of entries) {
      if (entry.kind !== 'message') continue;
      const began = this.sentAt.get(entry.message.clientMsgId);
      if (began !== undefined) this.delivery.record(performance.now() - began);
    }
  }
}
