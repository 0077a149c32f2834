import {
  type ClientAck,
  type ClientEvent,
  type ClientPayload,
  type EventFrame,
  HeartbeatAnswer,
  ParleyError,
  PROTOCOL,
  Ready,
  Resync,
  SERVER_EVENTS,
  type TimelineFrame,
  Drain,
} from '@parley/contract';
import { backoffMs, drainDelayMs, jitteredMs, retryDelayMs } from '@parley/core';
import type { Auth } from './auth.js';
import { endsSession, retryHintMs, toParleyError } from './errors.js';
import type { Cancel, ClockPort, RandomPort, SocketClosed, SocketConnection, TransportPort } from './ports.js';
import { ValueStore } from './store.js';
import type { Warn } from './warn.js';
import { type Loose, parseAck, parseFrame, parseTimeline } from './wire.js';

export type ConnectionSnapshot = {
  readonly state: 'stopped' | 'offline' | 'connecting' | 'online' | 'draining';
  /** Everything up to the server's head has been applied since this connection was made. */
  readonly synced: boolean;
  /** When the next try is due, by the local clock. */
  readonly retryAt: number | null;
  /** Why the last try failed, or the connection ended. */
  readonly error: ParleyError | null;
};

/** What happens on a connection, told to the client. */
export type ConnectionEvents = {
  ready(ready: Ready): void;
  frame(frame: Loose<EventFrame>): void;
  timeline(frame: TimelineFrame): void;
  signal(payload: unknown): void;
  resync(): void;
  /** What a heartbeat says. */
  beat(): ClientPayload<'heartbeat'>;
  heartbeat(answer: HeartbeatAnswer, said: ClientPayload<'heartbeat'>): void;
  down(): void;
};

type Deps = {
  readonly auth: Auth;
  readonly transport: TransportPort;
  readonly clock: ClockPort;
  readonly random: RandomPort;
  readonly warn: Warn;
};
type Live = {
  readonly socket: SocketConnection;
  readonly token: string;
  /** Rejects what waits for an answer. */
  readonly waiting: Set<(error: ParleyError) => void>;
  ready: boolean;
  /** The reason that the server gave for closing. */
  closing: ParleyError | null;
};

const READY_TIMEOUT_MS = 10_000;
const ANSWER_TIMEOUT_MS = 10_000;
const MISSES_ALLOWED = 3;
const HEARTBEAT_JITTER = 0.1;
const BEAT_SOON_MS = 2_000;
/** After one that was not answered, the next: as often as on a weak network. */
const BEAT_AGAIN_MS = 5_000;
/** An app that is too old stays so until it is updated: it asks seldom. */
const UNSUPPORTED_RETRY_MS = 5 * 60_000;

/** Keeps one connection to the server: makes it, beats on it, and makes the next one when it ends. */
export class Connection {
  readonly store = new ValueStore<ConnectionSnapshot>({ state: 'stopped', synced: false, retryAt: null, error: null });
  readonly #deps: Deps;
  readonly #events: ConnectionEvents;
  #running = false;
  #live: Live | null = null;
  /** Counts tries, so that a late answer to an older one is dropped. */
  #generation = 0;
  #attempt = 0;
  #refreshedFor: string | null = null;
  #retry: Cancel = () => undefined;
  #beat: Cancel = () => undefined;
  #drain: Cancel = () => undefined;
  #readyTimer: Cancel = () => undefined;
  #misses = 0;
  #everyMs = 0;

  constructor(deps: Deps, events: ConnectionEvents) {
    this.#deps = deps;
    this.#events = events;
  }

  get online(): boolean {
    return this.#live?.ready === true;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#attempt = 0;
    this.#open();
  }

  stop(): void {
    this.#running = false;
    this.#drop(new ParleyError('UNAVAILABLE', { cause: 'stopped' }));
    this.#show({ state: 'stopped', synced: false, retryAt: null, error: null });
  }

  /** The network or the tab is back: try now, or see at once whether the connection still lives. */
  wake(): void {
    if (!this.#running) return;
    if (this.#live === null) {
      this.#attempt = 0;
      this.#open();
    } else if (this.online) {
      // After a sleep the connection is likely dead: one miss is enough.
      this.#misses = MISSES_ALLOWED - 1;
      void this.#heartbeat(this.#generation);
    }
  }

  /** There is something to say before the next beat is due; at a moment of its own, as many may have it at once. */
  beat(): void {
    if (this.online) this.#scheduleBeat(this.#generation, Math.round(this.#deps.random.number() * BEAT_SOON_MS));
  }

  synced(synced: boolean): void {
    const now = this.store.getSnapshot();
    if (now.synced !== synced) this.#show({ ...now, synced });
  }

  /** Emits an event and waits for its answer; UNAVAILABLE: it did not leave, UNCERTAIN: it left and no answer came. */
  request<E extends ClientEvent>(event: E, payload: ClientPayload<E>): Promise<ClientAck<E>> {
    const live = this.#live;
    if (live === null || !live.ready) return Promise.reject(new ParleyError('UNAVAILABLE', { cause: 'not connected' }));
    return new Promise((resolve, reject) => {
      const fail = (error: ParleyError): void => {
        cancel();
        live.waiting.delete(fail);
        reject(error);
      };
      const cancel = this.#deps.clock.setTimeout(
        () => fail(new ParleyError('UNCERTAIN', { cause: `no answer to ${event}` })),
        ANSWER_TIMEOUT_MS,
      );
      live.waiting.add(fail);
      live.socket.emit(event, payload, (answer) => {
        if (!live.waiting.has(fail)) {
          // Too late to be of use, and a sign of life all the same.
          if (this.#live === live) this.#misses = 0;
          return;
        }
        try {
          const data = parseAck(event, answer);
          cancel();
          live.waiting.delete(fail);
          this.#attempt = 0;
          resolve(data);
        } catch (error) {
          fail(toParleyError(error));
        }
      });
    });
  }

  #open(): void {
    this.#retry();
    this.#generation += 1;
    const generation = this.#generation;
    this.#show({ ...this.store.getSnapshot(), state: 'connecting', retryAt: null });
    this.#deps.auth.accessToken().then(
      (token) => this.#connect(generation, token),
      (error: unknown) => this.#failed(generation, toParleyError(error), null),
    );
  }

  #connect(generation: number, token: string): void {
    const me = this.#deps.auth.me;
    if (generation !== this.#generation || !this.#running || me === null) return;
    const socket = this.#deps.transport.connect(
      { token, deviceId: me.deviceId, protocol: [PROTOCOL.min, PROTOCOL.max] },
      {
        message: (event, payload) => generation === this.#generation && this.#message(generation, event, payload),
        closed: (why) => generation === this.#generation && this.#closed(generation, why),
      },
    );
    this.#live = { socket, token, waiting: new Set(), ready: false, closing: null };
    this.#readyTimer = this.#deps.clock.setTimeout(
      () => this.#failed(generation, new ParleyError('UNAVAILABLE', { cause: 'no ready' }), null),
      READY_TIMEOUT_MS,
    );
  }

  #message(generation: number, event: string, payload: unknown): void {
    switch (event) {
      case 'ready':
        return this.#ready(generation, payload);
      case 'event': {
        const frame = parseFrame(payload);
        if (frame === null) return this.#deps.warn('an event frame does not fit the contract');
        return this.#events.frame(frame);
      }
      case 'timeline': {
        // One that makes no sense is one that was lost: the head tells.
        const frame = parseTimeline(payload);
        return frame === null ? undefined : this.#events.timeline(frame);
      }
      case 'signal':
        this.#noteClosing(payload);
        return this.#events.signal(payload);
      case 'drain':
        return this.#draining(generation, payload);
      case 'resync':
        return Resync.safeParse(payload).success ? this.#events.resync() : undefined;
      default:
        // Of a later protocol: whatever it says, sync says it too.
        return undefined;
    }
  }

  #ready(generation: number, payload: unknown): void {
    const ready = Ready.safeParse(payload);
    if (!ready.success) return this.#deps.warn('ready does not fit the contract');
    if (this.#live === null || this.#live.ready) return;
    this.#readyTimer();
    this.#live.ready = true;
    this.#misses = 0;
    this.#refreshedFor = null;
    this.#show({ state: 'online', synced: false, retryAt: null, error: null });
    this.#everyMs = ready.data.heartbeatMs;
    this.#scheduleBeat(generation);
    this.#events.ready(ready.data);
  }

  #noteClosing(payload: unknown): void {
    const signal = SERVER_EVENTS.signal.safeParse(payload);
    if (!signal.success || signal.data.kind !== 'error' || !signal.data.closing || this.#live === null) return;
    this.#live.closing = ParleyError.fromWire(signal.data.error);
  }

  #draining(generation: number, payload: unknown): void {
    const drain = Drain.safeParse(payload);
    if (!drain.success) return;
    this.#show({ ...this.store.getSnapshot(), state: 'draining' });
    this.#drain();
    const again = (): void => {
      if (generation !== this.#generation) return;
      this.#drop(new ParleyError('DRAINING'));
      this.#open();
    };
    this.#drain = this.#deps.clock.setTimeout(again, drainDelayMs(drain.data.withinMs, this.#deps.random.number()));
  }

  #scheduleBeat(generation: number, wait?: number): void {
    this.#beat();
    const beat = (): void => {
      this.#scheduleBeat(generation);
      void this.#heartbeat(generation);
    };
    this.#beat = this.#deps.clock.setTimeout(beat, wait ?? this.#jittered(this.#everyMs));
  }

  #jittered(ms: number): number {
    return jitteredMs(ms, HEARTBEAT_JITTER, this.#deps.random.number());
  }

  async #heartbeat(generation: number): Promise<void> {
    try {
      const said = this.#events.beat();
      const answer = await this.request('heartbeat', said);
      if (generation !== this.#generation) return;
      this.#misses = 0;
      const { heartbeatMs = this.#everyMs } = answer;
      if (heartbeatMs !== this.#everyMs) {
        this.#everyMs = heartbeatMs;
        this.#scheduleBeat(generation);
      }
      this.#events.heartbeat(answer, said);
    } catch (error) {
      if (generation !== this.#generation || this.#live === null) return;
      // An answer is a sign of life, whatever it says: while a database is away the connection is kept.
      const failed = toParleyError(error);
      if (failed.code !== 'UNCERTAIN') return void (this.#misses = 0);
      this.#misses += 1;
      if (this.#misses >= MISSES_ALLOWED) this.#failed(generation, toParleyError(error), null);
      else this.#scheduleBeat(generation, this.#jittered(BEAT_AGAIN_MS));
    }
  }

  #closed(generation: number, why: SocketClosed): void {
    const told = why.error === null ? (this.#live?.closing ?? null) : ParleyError.fromWire(why.error);
    const error = told ?? new ParleyError('UNAVAILABLE', { cause: why.reason });
    this.#failed(generation, error, why.retryAfterMs ?? retryHintMs(error));
  }

  #failed(generation: number, error: ParleyError, hintMs: number | null): void {
    if (generation !== this.#generation || !this.#running) return;
    const token = this.#live?.token ?? null;
    this.#drop(error);
    if (endsSession(error)) return this.#deps.auth.refused(error);
    if ((error.code === 'TOKEN_EXPIRED' || error.code === 'TOKEN_INVALID') && token !== null) {
      return this.#refreshThenOpen(token, error);
    }
    this.#retryLater(error, hintMs);
  }

  /** A refused token is refreshed once; if the new one is refused too, time is what is needed. */
  #refreshThenOpen(token: string, error: ParleyError): void {
    if (this.#refreshedFor !== null) return this.#retryLater(error, null);
    this.#refreshedFor = token;
    const generation = this.#generation;
    this.#deps.auth.refresh(token).then(
      () => generation === this.#generation && this.#running && this.#open(),
      (failed: unknown) => this.#failed(generation, toParleyError(failed), null),
    );
  }

  #retryLater(error: ParleyError, hintMs: number | null): void {
    const random = this.#deps.random.number();
    const unsupported = error.code === 'PROTOCOL_UNSUPPORTED';
    const hint = unsupported ? UNSUPPORTED_RETRY_MS : hintMs;
    const wait = hint === null ? backoffMs(this.#attempt, random) : retryDelayMs(hint, this.#attempt, random);
    this.#attempt += 1;
    this.#refreshedFor = null;
    this.#show({ state: 'offline', synced: false, retryAt: this.#deps.clock.now() + wait, error });
    this.#retry = this.#deps.clock.setTimeout(() => this.#open(), wait);
  }

  /** Ends what there is of a connection and everything that waits for it. */
  #drop(error: ParleyError): void {
    this.#generation += 1;
    this.#retry();
    this.#beat();
    this.#drain();
    this.#readyTimer();
    const live = this.#live;
    this.#live = null;
    if (live === null) return;
    live.socket.close();
    const lost = new ParleyError('UNCERTAIN', { cause: error.code });
    for (const fail of [...live.waiting]) fail(lost);
    if (live.ready) this.#events.down();
  }

  #show(snapshot: ConnectionSnapshot): void {
    this.store.set(snapshot);
  }
}
