import {
  API_PREFIX,
  type Ack,
  type Message,
  type MessageSend,
  type MessageSent,
  type ReadReport,
  type ReadState,
  SystemContent,
} from '@parley/contract';
import { createNodePorts, createTransport, ParleyClient, type ParleyError, type TransportPort } from '@parley/sdk';
import type { MintedSession } from '@parley/server/cli';

import { digest, type Journal, type SeenMessage } from './journal.js';

export interface DeviceOptions {
  session: MintedSession;
  url: string;
  journal: Journal;
  /** It says everything twice, as a device does that does not trust its network. */
  saysTwice: boolean;
  /** Beside its direct chat and its group of ten. */
  alsoIn: readonly string[];
}

const ONLINE_MS = 60_000;
const AGAIN_MS = 10_000;
/** Longer than a run may take: what a session is allowed to is the server's to say. */
const SESSION_MS = 60 * 60_000;

/** One device with the real client, which has to come through everything without a hand; it notes what it does and is told. */
export class ChaosDevice {
  readonly session: MintedSession;
  readonly client: ParleyClient;
  /** Sends without an answer yet. */
  waiting = 0;
  private readonly journal: Journal;
  private readonly alsoIn: readonly string[];
  /** What it has said, by conversation. */
  private readonly said = new Map<string, number>();
  private readonly newest = new Map<string, number>();

  constructor({ session, url, journal, saysTwice, alsoIn }: DeviceOptions) {
    this.session = session;
    this.alsoIn = alsoIn;
    this.journal = journal;
    const transport = this.noting(createTransport({ url }), saysTwice);
    this.client = new ParleyClient({ ports: createNodePorts({ url, transport }) });
    this.client.onMessage((message) => this.saw(message));
    const { deviceId: device, userId: user } = session;
    journal.write({ note: 'device', device, user, conversations: this.conversations });
  }

  get conversations(): string[] {
    const { conversationId, groupId } = this.session;
    return [conversationId, ...(groupId === null ? [] : [groupId]), ...this.alsoIn];
  }

  async start(): Promise<void> {
    const { userId, deviceId, token } = this.session;
    const serverTime = Date.now();
    const me = { userId, deviceId, login: userId, name: userId, active: true, locale: null, orgName: '' };
    await this.client.adopt({
      accessToken: token,
      accessExpiresAt: serverTime + SESSION_MS,
      serverTime,
      me: { ...me, role: 'member' },
    });
    await this.client.start();
    await this.client.whenOnline(ONLINE_MS);
  }

  send(conversation: string, text: string): void {
    const { deviceId: device } = this.session;
    const number = (this.said.get(conversation) ?? 0) + 1;
    this.said.set(conversation, number);
    const key = this.client.send(conversation, text);
    this.journal.write({ note: 'sent', device, conversation, key, number, text: digest(text) });
    this.waiting += 1;
    this.client.whenSent(key).then(
      ({ seq, messageId }) => {
        this.waiting -= 1;
        this.journal.write({ note: 'acked', device, key, seq, messageId });
      },
      ({ code }: ParleyError) => {
        this.waiting -= 1;
        this.journal.write({ note: 'refused', device, key, code });
      },
    );
  }

  /** Its owner has looked at all that is there. */
  read(conversation: string): void {
    const seq = this.newest.get(conversation);
    if (seq === undefined) return;
    this.journal.write({ note: 'reads', device: this.session.deviceId, conversation, seq });
    this.client.markRead(conversation, seq);
  }

  noteCursor(): void {
    const { deviceId: device } = this.session;
    this.journal.write({ note: 'cursor', device, inboxSeq: this.client.cursor?.inboxSeq ?? 0 });
  }

  /** Nothing is on its way, as far as it knows itself. */
  get isQuiet(): boolean {
    return this.waiting === 0 && this.client.connection.getSnapshot().synced;
  }

  private saw(message: Message): void {
    const { conversationId, seq } = message;
    this.newest.set(conversationId, Math.max(seq, this.newest.get(conversationId) ?? 0));
    this.journal.write({ note: 'saw', device: this.session.deviceId, message: seenFrom(message) });
  }

  /** The wire of the client: what is answered to sends and read marks is noted before the client makes anything of it. */
  private noting(transport: TransportPort, saysTwice: boolean): TransportPort {
    return {
      request: (request) => transport.request(request),
      connect: (auth, handlers) => {
        const connection = transport.connect(auth, handlers);
        return {
          close: () => connection.close(),
          emit: (event, payload, ack) =>
            connection.emit(event, payload, (answer) => {
              this.answered(event, payload, answer as Ack<unknown>);
              // Not what was refused: said by another way, it would overtake what waits for it.
              const isDone = event === 'message.send' && (answer as Ack<unknown>).ok;
              if (saysTwice && isDone) void this.again(transport, payload as MessageSend);
              ack(answer);
            }),
        };
      },
    };
  }

  /** The same once more, by another way: through whichever gateway takes it, and outside of the order of the connection. */
  private async again(transport: TransportPort, { conversationId, clientMsgId, content }: MessageSend): Promise<void> {
    const path = `${API_PREFIX}/conversations/${conversationId}/messages`;
    const body = { clientMsgId, content };
    const request = { method: 'POST', path, body, token: this.session.token, timeoutMs: AGAIN_MS };
    // No answer is an answer, too: it may be done or not.
    const answer = await transport.request(request).catch(() => null);
    if (answer?.status !== 200 && answer?.status !== 201) return;
    const { seq, messageId } = answer.body as MessageSent;
    this.journal.write({ note: 'acked', device: this.session.deviceId, key: clientMsgId, seq, messageId });
  }

  private answered(event: string, payload: unknown, ack: Ack<unknown>): void {
    const { deviceId: device } = this.session;
    if (!ack.ok) return;
    if (event === 'message.send') {
      const { clientMsgId: key } = payload as MessageSend;
      const { seq, messageId } = ack.data as MessageSent;
      this.journal.write({ note: 'acked', device, key, seq, messageId });
    }
    if (event === 'receipt.read') {
      const { conversationId: conversation } = payload as ReadReport;
      this.journal.write({ note: 'read', device, conversation, seq: (ack.data as ReadState).readSeq });
    }
  }
}

export function seenFrom({ conversationId, seq, messageId, senderId, clientMsgId, content }: Message): SeenMessage {
  const text = digest(content.text ?? '');
  const seen = { conversation: conversationId, seq, messageId, sender: senderId, key: clientMsgId, text };
  const { success, data } = SystemContent.safeParse(content);
  if (!success || (data.system.event !== 'added' && data.system.event !== 'removed')) return seen;
  return { ...seen, moved: { isIn: data.system.event === 'added', users: data.system.userIds } };
}
