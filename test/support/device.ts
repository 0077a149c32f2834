import {
  type Ack,
  API_PREFIX,
  type ClientAck,
  type ClientEvent,
  type ClientPayload,
  type EventFrame,
  type KnownEntry,
  type Message,
  type MessageSent,
  ParleyError,
  type Ready,
  type Signal,
  type TimelineFrame,
  type WireError,
} from '@parley/contract';
import { io, type Socket } from 'socket.io-client';
import msgpackParser from 'socket.io-msgpack-parser';
import { PATIENCE_MS, until, within } from './wait.js';

/** A signed-in device and, for the tests, its direct conversation with the other of its pair. */
export type Session = { userId: string; deviceId: string; token: string; conversationId: string; peerId: string };

/** The two ways in; what is said is the same. */
export const WIRES = ['/socket.io', '/ws'] as const;
export type Wire = (typeof WIRES)[number];

let made = 0;

export function newClientMsgId(): string {
  made += 1;
  return `c_${process.pid}_${Date.now().toString(36)}_${made}`;
}

/** A bare client of the wire: what the server says is kept as it came, nothing is repaired. */
export class TestDevice {
  readonly frames: EventFrame[] = [];
  readonly signals: Signal[] = [];
  /** What was said in read-mode conversations. */
  readonly timelines: TimelineFrame[] = [];
  readonly drains: { withinMs: number }[] = [];
  readonly resyncs: { reason: string }[] = [];
  /** Why the connection ended, once it has. */
  closed: string | null = null;
  private readonly told = new Set<number>();

  private constructor(
    readonly url: string,
    readonly session: Session,
    readonly socket: Socket,
    readonly ready: Ready,
  ) {}

  /** Resolves at `ready`; rejects with the coded error of a refusal. */
  static async connect(url: string, session: Session, options: ConnectOptions = {}): Promise<TestDevice> {
    const { token, deviceId } = session;
    const { wire = '/socket.io' } = options;
    const socket = io(url, {
      path: wire,
      ...(wire === '/ws' ? { parser: msgpackParser } : {}),
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      auth: { token, deviceId, protocol: [1, 1], ...options.auth },
    });
    // Frames may follow `ready` in the same read, so whoever listens must be there first.
    let device: TestDevice | null = null;
    const early: [string, unknown][] = [];
    const ready = await within(
      options.withinMs ?? PATIENCE_MS,
      'ready',
      new Promise<Ready>((resolve, reject) => {
        socket.onAny((event: string, payload: unknown) => {
          if (event === 'ready') resolve(payload as Ready);
          else if (device === null) early.push([event, payload]);
          else device.receive(event, payload);
        });
        socket.once('connect_error', (error: Error & { data?: WireError }) => {
          reject(error.data === undefined ? error : ParleyError.fromWire(error.data));
        });
        socket.once('disconnect', (reason) => reject(new Error(`closed before ready: ${reason}`)));
      }),
    ).catch((error: unknown) => {
      socket.close();
      throw error;
    });
    const opened = new TestDevice(url, session, socket, ready);
    device = opened;
    socket.once('disconnect', (reason) => {
      opened.closed = reason;
    });
    for (const [event, payload] of early) opened.receive(event, payload);
    return opened;
  }

  /** The ack as it came. */
  ask<E extends ClientEvent>(event: E, payload: ClientPayload<E>): Promise<Ack<ClientAck<E>>> {
    return this.askRaw(event, payload) as Promise<Ack<ClientAck<E>>>;
  }

  /** Anything at all under any name; what is wrong on purpose has no type. */
  askRaw(event: string, ...args: unknown[]): Promise<Ack<unknown>> {
    const answer = new Promise<Ack<unknown>>((resolve) => {
      this.socket.emit(event, ...args, resolve);
    });
    return within(PATIENCE_MS, `ack of ${event}`, answer);
  }

  /** The data of the ack; throws the coded error. */
  async call<E extends ClientEvent>(event: E, payload: ClientPayload<E>): Promise<ClientAck<E>> {
    const ack = await this.ask(event, payload);
    if (!ack.ok) throw ParleyError.fromWire(ack.error);
    return ack.data;
  }

  async send(text: string, options: SendOptions = {}): Promise<MessageSent> {
    const { clientMsgId = newClientMsgId(), conversationId = this.session.conversationId, after } = options;
    const { own = [], ...sent } = await this.call('message.send', {
      conversationId,
      clientMsgId,
      content: { type: 'text', text },
      ...(after === undefined ? {} : { after }),
    });
    this.learn(own);
    return sent;
  }

  /** Asks for the head of the inbox, and learns its own places. */
  async heartbeat(): Promise<ClientAck<'heartbeat'>> {
    const answer = await this.call('heartbeat', {});
    this.learn(answer.own);
    return answer;
  }

  learn(own: readonly number[]): void {
    for (const place of own) this.told.add(place);
  }

  /** What was pushed, by inbox place; a place that came twice must have come with the same entry. */
  get pushed(): Map<number, KnownEntry> {
    const entries = new Map<number, KnownEntry>();
    for (const frame of this.frames) for (const entry of frame.entries) entries.set(entry.inboxSeq, entry);
    return entries;
  }

  /** Places of own sends, told instead of pushed. */
  get own(): ReadonlySet<number> {
    return this.told;
  }

  get messages(): Message[] {
    return [...this.pushed.values()].flatMap((entry) => (entry.kind === 'message' ? [entry.message] : []));
  }

  /** Waits for a pushed message with this text. */
  async untilText(text: string, withinMs?: number): Promise<Message> {
    const find = (): Message | undefined => this.messages.find((message) => message.content.text === text);
    await until(`"${text.slice(0, 40)}" is pushed`, () => find() !== undefined, withinMs);
    return find() as Message;
  }

  close(): void {
    this.socket.close();
  }

  private receive(event: string, payload: unknown): void {
    if (event === 'event') {
      this.frames.push(payload as EventFrame);
      this.learn((payload as EventFrame).own ?? []);
    } else if (event === 'timeline') this.timelines.push(payload as TimelineFrame);
    else if (event === 'signal') this.signals.push(payload as Signal);
    else if (event === 'drain') this.drains.push(payload as { withinMs: number });
    else if (event === 'resync') this.resyncs.push(payload as { reason: string });
  }
}

export type ConnectOptions = { auth?: Record<string, unknown>; withinMs?: number; wire?: Wire };
export type SendOptions = { clientMsgId?: string; conversationId?: string; after?: string };

export type RestAnswer<T = unknown> = { status: number; headers: Headers; body: T };

/** A REST call as this device; bodies are JSON. */
export async function rest<T = unknown>(
  url: string,
  { token }: Pick<Session, 'token'>,
  { method = 'GET', path, body }: { method?: string; path: string; body?: unknown },
): Promise<RestAnswer<T>> {
  const answer = await fetch(`${url}${API_PREFIX}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: (text === '' ? null : JSON.parse(text)) as T };
}
