import http2 from 'node:http2';
import { ParleyError } from '@parley/contract';
import type { Logger } from '../platform/logger.js';
import { FrameReader, FrameWriter, type RpcAnswer, type RpcCall } from './frames.js';
import { LOGIC_METHODS, type LogicMethod, type LogicPort } from './logic.port.js';

/** Calls that one link may have under way; beyond, the sender is told BUSY. */
const MAX_IN_FLIGHT = 10_000;
/** Bytes that may wait for a logic process that doesn't read; beyond, the same. */
const MAX_UNSENT_BYTES = 32 * 1024 * 1024;
const RECONNECT_MS = 200;
const PING_MS = 2_000;
/** A call without an answer for so long is given up: the logic process hangs, another may not. */
const CALL_TIMEOUT_MS = 15_000;
/** What a leaving process has in hand is answered by then. */
const LEAVING_RETRY_MS = 200;

type Pending = {
  resolve: (data: unknown) => void;
  reject: (error: ParleyError) => void;
  method: LogicMethod;
  at: number;
};

/** One HTTP/2 link to one logic process, kept alive and reopened for ever. */
export class LogicLink {
  private session: http2.ClientHttp2Session | null = null;
  private writer: FrameWriter<RpcCall> | null = null;
  private stream: http2.ClientHttp2Stream | null = null;
  private readonly pending = new Map<number, Pending>();
  private nextId = 1;
  private closed = false;
  private leaving = false;
  private pongDue = false;
  private readonly timer: NodeJS.Timeout;

  constructor(
    readonly url: string,
    private readonly secret: string,
    private readonly logger: Logger,
  ) {
    this.timer = setInterval(() => this.tick(), PING_MS);
    this.open();
  }

  /** Takes new calls. One that is leaving only waits for its answers. */
  get up(): boolean {
    return this.writer !== null && !this.leaving;
  }

  call(method: LogicMethod, input: unknown): Promise<unknown> {
    const { writer } = this;
    if (writer === null) return Promise.reject(new ParleyError('UNAVAILABLE', { part: 'logic' }));
    if (this.full) return Promise.reject(new ParleyError('BUSY', { retryAfterMs: 500 }));
    const id = this.nextId;
    this.nextId += 1;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject, method, at: performance.now() });
      writer.add([id, method, input]);
    });
  }

  private get full(): boolean {
    return this.pending.size >= MAX_IN_FLIGHT || (this.stream?.writableLength ?? 0) > MAX_UNSENT_BYTES;
  }

  close(): void {
    this.closed = true;
    clearInterval(this.timer);
    this.session?.destroy();
    this.drop('closed');
  }

  private open(): void {
    if (this.closed) return;
    const session = http2.connect(this.url);
    this.session = session;
    session.on('error', () => undefined); // 'close' follows and says it once
    session.on('goaway', () => {
      this.leaving = true;
      if (this.pending.size === 0) session.destroy();
    });
    session.once('close', () => {
      this.drop('link closed');
      if (!this.closed) setTimeout(() => this.open(), RECONNECT_MS);
    });
    const stream = session.request(
      { ':method': 'POST', ':path': '/rpc', authorization: `Bearer ${this.secret}` },
      { endStream: false },
    );
    this.stream = stream;
    stream.on('error', () => session.destroy());
    stream.once('close', () => session.destroy());
    stream.once('response', (headers) => {
      if (headers[':status'] !== 200) {
        this.logger.error('logic refused the link: PARLEY_RPC_SECRET differs', { url: this.url });
        session.destroy();
        return;
      }
      this.pongDue = false;
      this.writer = new FrameWriter<RpcCall>((frame) => {
        if (!stream.destroyed) stream.write(frame);
      });
    });
    const reader = new FrameReader<RpcAnswer>();
    stream.on('data', (chunk: Buffer) => {
      try {
        for (const frame of reader.push(chunk)) for (const answer of frame) this.settle(answer);
      } catch (error) {
        this.logger.error('the link to logic is not readable', { url: this.url, err: error });
        session.destroy();
      }
    });
  }

  private settle(answer: RpcAnswer): void {
    const pending = this.pending.get(answer[0]);
    if (pending === undefined) return;
    this.pending.delete(answer[0]);
    if (answer[1] === 1) pending.resolve(answer[2]);
    else pending.reject(ParleyError.fromWire(answer[2]));
    if (this.leaving && this.pending.size === 0) this.session?.destroy();
  }

  /** What was under way may have been done: a send is UNCERTAIN, the rest can simply be asked again. */
  private drop(reason: string): void {
    if (this.writer !== null && !this.closed)
      this.logger.warn('lost logic', { url: this.url, reason, calls: this.pending.size });
    this.writer = null;
    this.leaving = false;
    const calls = [...this.pending.values()];
    this.pending.clear();
    for (const call of calls) call.reject(lost(call.method));
  }

  private tick(): void {
    const { session } = this;
    if (session === null || session.destroyed || session.connecting) return;
    if (this.pongDue) {
      session.destroy(); // half-open: no answer to the last ping
      return;
    }
    this.pongDue = true;
    session.ping((error) => {
      if (error === null) this.pongDue = false;
    });
    const overdue = performance.now() - CALL_TIMEOUT_MS;
    for (const [id, call] of this.pending) {
      if (call.at > overdue) break; // in order of time
      this.pending.delete(id);
      call.reject(lost(call.method));
    }
  }
}

function lost(method: LogicMethod): ParleyError {
  return new ParleyError(method === 'send' ? 'UNCERTAIN' : 'UNAVAILABLE', { part: 'logic' });
}

/** The logic port over the links to all logic processes; a key stays with one process while it lives. */
export function remoteLogic(links: readonly LogicLink[]): LogicPort {
  const busy = new BusyKeys();
  const call = (method: LogicMethod, input: unknown): Promise<unknown> => {
    const key = (LOGIC_METHODS[method] as (input: unknown) => string)(input);
    const held = busy.linkOf(key);
    // A link that is leaving finishes what it has; through another one the next send would pass those before it.
    if (method === 'send' && held?.up === false) {
      return Promise.reject(new ParleyError('BUSY', { retryAfterMs: LEAVING_RETRY_MS }));
    }
    const link = held?.up === true ? held : pick(links, key);
    if (link === undefined) {
      return Promise.reject(new ParleyError('UNAVAILABLE', { part: 'logic', retryAfterMs: 1_000 }));
    }
    const answer = link.call(method, input);
    return method === 'send' ? busy.during(key, link, answer) : answer;
  };
  const entries = (Object.keys(LOGIC_METHODS) as LogicMethod[]).map((method) => [
    method,
    (input: unknown) => call(method, input),
  ]);
  return Object.fromEntries(entries) as LogicPort;
}

/**
 * Conversations with sends under way. They stay with their link while they have any: a link that comes up would draw the
 * next send to itself, past the one before it.
 */
class BusyKeys {
  private readonly links = new Map<string, { link: LogicLink; calls: number }>();

  linkOf(key: string): LogicLink | undefined {
    return this.links.get(key)?.link;
  }

  async during<T>(key: string, link: LogicLink, answer: Promise<T>): Promise<T> {
    const known = this.links.get(key);
    const entry = known?.link === link ? known : { link, calls: 0 };
    entry.calls += 1;
    this.links.set(key, entry);
    try {
      return await answer;
    } finally {
      entry.calls -= 1;
      if (entry.calls === 0 && this.links.get(key) === entry) this.links.delete(key);
    }
  }
}

let turn = 0;

/** Rendezvous hashing: when a process leaves, only its own keys move. */
function pick(links: readonly LogicLink[], key: string): LogicLink | undefined {
  const live = links.filter((link) => link.up);
  if (live.length <= 1) return live[0];
  if (key === '') {
    turn = (turn + 1) % live.length;
    return live[turn];
  }
  let best: LogicLink | undefined;
  let bestScore = -1;
  for (const link of live) {
    const score = hash(`${link.url}/${key}`);
    if (score > bestScore) {
      best = link;
      bestScore = score;
    }
  }
  return best;
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return value;
}
