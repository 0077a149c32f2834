import { Signal } from '@parley/contract';
import { createNodePorts, createTransport, ParleyClient, RestClient, type TransportPort } from '@parley/sdk';

import type { DoctorSessionsAnswer } from '@parley/server/cli';

import type { ServerCli } from '../server-cli.js';
import { within, type Check } from './check.js';

const PATIENCE_MS = 10_000;
/** The sessions live longer than that; a doctor's round takes a second. */
const SESSION_MS = 240_000;

interface Device {
  deviceId: string;
  token: string;
}

interface Sent {
  text: string;
  clientMsgId: string;
  messageId: string;
  seq: number;
}

type Cursor = NonNullable<ParleyClient['cursor']>;

/**
 * The way of one message, from the outside, with the SDK that people's browsers use: between the two system users
 * that every install has from its first migration, in their conversation that no list shows.
 */
export class Traffic {
  private readonly url: string;
  private readonly cli: ServerCli;
  private sender: ParleyClient | undefined;
  private receiver: ParleyClient | undefined;
  /** The receiver's second device. */
  private away: ParleyClient | undefined;
  private sessions: DoctorSessionsAnswer | undefined;
  private sent: Sent | undefined;
  private received: Promise<string> | undefined;
  private onSignal: (signal: Signal) => void = () => undefined;
  private cursorBefore: Cursor | null = null;

  constructor(url: string, cli: ServerCli) {
    this.url = url;
    this.cli = cli;
  }

  /** In order; each stands on the ones before it. */
  checks(): Check[] {
    const logs = 'see ./parley logs (server, or gateway-0 and logic-0)';
    return [
      {
        name: 'sign in',
        run: () => this.signIn(),
        advice: `${logs}: the directory database or the REST side is at fault`,
      },
      {
        name: 'connect',
        run: () => this.connect(),
        advice: `${logs}: does a proxy before Parley pass WebSocket upgrades of /socket.io?`,
      },
      { name: 'send', run: () => this.send(), advice: `${logs}: a shard does not take the message` },
      {
        name: 'receive',
        run: () => this.receive(),
        advice: `${logs}: fan-out or Redis is at fault; the message itself is safe`,
      },
      { name: 'read receipt', run: () => this.readReceipt(), advice: `${logs}: receipts travel through Redis` },
      {
        name: 'sync from an old cursor',
        run: () => this.syncFromOldCursor(),
        advice: `${logs}: the inbox of the receiver is at fault`,
      },
      {
        name: 'send again',
        run: () => this.sendAgain(),
        advice: `${logs}: a repeated send must give the first answer`,
      },
    ];
  }

  async close(): Promise<void> {
    await Promise.allSettled([this.sender?.stop(), this.receiver?.stop(), this.away?.stop()]);
  }

  private async signIn(): Promise<string> {
    this.sessions = await this.cli.doctorSessions();
    const [first, second] = this.sessions.users;
    const devices = [first?.devices[0], second?.devices[0], second?.devices[1]];
    [this.sender, this.receiver, this.away] = await Promise.all(devices.map((device) => this.clientFor(device)));
    return 'three devices of the two system users';
  }

  private async clientFor(device: Device | undefined): Promise<ParleyClient> {
    if (device === undefined) throw new Error('the server gave too few sessions');
    const { token, deviceId } = device;
    const tokens = {
      accessToken: async () => token,
      refresh: async () => Promise.reject(new Error('the session of the doctor ended')),
      refused: () => undefined,
    };
    const me = await new RestClient(createTransport({ url: this.url }), tokens).call('me', {});
    if (me.deviceId !== deviceId) throw new Error(`the token of device ${deviceId} is taken for device ${me.deviceId}`);
    const client = new ParleyClient({
      ports: createNodePorts({
        url: this.url,
        transport: listeningTransport(this.url, (signal) => this.onSignal(signal)),
      }),
    });
    const now = Date.now();
    await client.adopt({ accessToken: token, accessExpiresAt: now + SESSION_MS, serverTime: now, me });
    return client;
  }

  private async connect(): Promise<string> {
    const [sender, receiver] = this.pair();
    for (const client of [sender, receiver]) await client.start();
    await Promise.all([sender.whenOnline(PATIENCE_MS), receiver.whenOnline(PATIENCE_MS)]);
    this.cursorBefore = receiver.cursor;
    return 'both sides are online and have synced';
  }

  private async send(): Promise<string> {
    const [sender, receiver] = this.pair();
    const { conversationId } = this.open();
    const text = `doctor ${new Date().toISOString()}`;
    // Listening begins before the send: the message may be there before the answer.
    this.received = new Promise((resolve) => {
      const off = receiver.onMessage((message) => {
        if (message.content.text !== text) return;
        off();
        resolve(message.messageId);
      });
    });
    const clientMsgId = sender.send(conversationId, text);
    const { messageId, seq } = await within(PATIENCE_MS, 'the answer', sender.whenSent(clientMsgId));
    this.sent = { text, clientMsgId, messageId, seq };
    return `stored as number ${seq}`;
  }

  private async receive(): Promise<string> {
    const sent = this.lastSent();
    const messageId = await within(
      PATIENCE_MS,
      'the message',
      this.received ?? Promise.reject(new Error('nothing was sent')),
    );
    if (messageId !== sent.messageId) throw new Error(`message ${messageId} came instead of ${sent.messageId}`);
    return 'it came to the other device';
  }

  /**
   * Looked for on the wire: the receipt is shown with a conversation of the chat list, and this one is in no list.
   */
  private async readReceipt(): Promise<string> {
    const [sender, receiver] = this.pair();
    const { conversationId } = this.open();
    const { seq } = this.lastSent();
    // A receipt is told only to those who have the conversation open.
    await sender.request('watch', { conversationIds: [conversationId] });
    const seen = new Promise<void>((resolve) => {
      this.onSignal = (signal) => {
        if (signal.kind === 'receipt' && signal.conversationId === conversationId && signal.readSeq >= seq) resolve();
      };
    });
    await receiver.request('receipt.read', { conversationId, seq });
    await within(PATIENCE_MS, 'the receipt', seen);
    return 'the sender is told that it was read';
  }

  /** The receiver's second device, which was away: it asks for everything after the cursor of before the send. */
  private async syncFromOldCursor(): Promise<string> {
    const { away } = this;
    const before = this.cursorBefore;
    if (before === null || away === undefined) throw new Error('the receiver had no cursor');
    const { messageId } = this.lastSent();
    let lastSeq = before.inboxSeq;
    for (;;) {
      const page = await away.rest.call('sync', { query: { incarnation: before.incarnation, lastSeq } });
      if (page.reset !== undefined) throw new Error(`the cursor was refused: ${page.reset}`);
      if (JSON.stringify(page.entries).includes(`"${messageId}"`))
        return `found after place ${before.inboxSeq} of the inbox`;
      lastSeq += page.entries.length;
      if (!page.hasMore || page.entries.length === 0) throw new Error('the message is not in what was missed');
    }
  }

  private async sendAgain(): Promise<string> {
    const { conversationId } = this.open();
    const { text, clientMsgId, messageId, seq } = this.lastSent();
    const body = { clientMsgId, content: { type: 'text' as const, text } };
    const again = await this.pair()[0].rest.call('sendMessage', { params: { conversationId }, body });
    if (again.messageId !== messageId || again.seq !== seq) {
      throw new Error(`message ${messageId} (${seq}) became a second one: ${again.messageId} (${again.seq})`);
    }
    return 'the same message, the same number';
  }

  private pair(): [ParleyClient, ParleyClient] {
    const { sender, receiver } = this;
    if (sender === undefined || receiver === undefined) throw new Error('not signed in');
    return [sender, receiver];
  }

  private open(): DoctorSessionsAnswer {
    if (this.sessions === undefined) throw new Error('not signed in');
    return this.sessions;
  }

  private lastSent(): Sent {
    if (this.sent === undefined) throw new Error('nothing was sent');
    return this.sent;
  }
}

/** The transport of the SDK, with an ear on the signals. */
function listeningTransport(url: string, onSignal: (signal: Signal) => void): TransportPort {
  const transport = createTransport({ url });
  return {
    request: (request) => transport.request(request),
    connect: (auth, handlers) =>
      transport.connect(auth, {
        ...handlers,
        message(event, payload) {
          const signal = event === 'signal' ? Signal.safeParse(payload) : undefined;
          if (signal?.success === true) onSignal(signal.data);
          handlers.message(event, payload);
        },
      }),
  };
}
