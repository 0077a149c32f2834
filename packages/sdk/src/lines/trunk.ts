import { type Handshake, LIMITS } from '@parley/contract';
import type { ClockPort, SocketClosed, SocketConnection, SocketHandlers, TransportPort } from '../ports.js';

type Line = {
  readonly handlers: SocketHandlers;
  /** In another tab. */
  readonly isFar: boolean;
  watched: readonly string[];
  looked: readonly string[];
  /** When somebody last did something there, by the clock here; null: it doesn't say. */
  usedAt: number | null;
  /** What it waits for, oldest first, and since when. */
  readonly waits: Set<{ readonly since: number }>;
};

export type NewLine = Pick<Line, 'handlers' | 'isFar'> & { readonly auth: Handshake };

type Deps = {
  readonly connect: TransportPort['connect'];
  readonly clock: ClockPort;
  /** Tells all lines of other tabs at once. */
  readonly tellFar: (event: string, payload: unknown) => void;
};

type Fields = { readonly [name: string]: unknown };

/** As long as that, an answer takes on no connection that lives. */
const SILENT_MS = 5_000;

const MOVED: SocketClosed = { error: null, retryAfterMs: null, reason: 'the connection is made anew' };

/**
 * One connection that several lines share, each of which is to its tab what a connection of its own would be. What a connection knows of
 * its tab (what it has on the screen, when somebody was there) is told for all of them together.
 */
export class Trunk {
  readonly #deps: Deps;
  readonly #lines = new Map<string, Line>();
  #socket: SocketConnection | null = null;
  #deviceId = '';
  #ready: { readonly payload: Fields; readonly at: number } | null = null;
  /** The gateway goes away: whoever comes now wants another one. */
  #drained = false;
  /** There was never more than one line. */
  #isSingle = true;
  #heardAt = -Infinity;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  open(id: string, { handlers, isFar, auth }: NewLine): void {
    if (this.#socket !== null && (this.#drained || auth.deviceId !== this.#deviceId)) this.#end(MOVED);
    const waits = new Set([{ since: this.#deps.clock.now() }]);
    const line: Line = { handlers, isFar, watched: [], looked: [], usedAt: null, waits };
    this.#lines.set(id, line);
    if (this.#socket === null) return this.#connect(auth);
    this.#isSingle = false;
    // Never within the caller's own call, as with a connection that has to be made.
    void Promise.resolve().then(() => {
      if (this.#ready === null || this.#lines.get(id) !== line) return;
      waits.clear();
      handlers.message('ready', this.#readyNow());
    });
  }

  emit(id: string, { event, payload }: { event: string; payload: unknown }, ack: (answer: unknown) => void): void {
    const line = this.#lines.get(id);
    if (line === undefined) return;
    const wait = { since: this.#deps.clock.now() };
    line.waits.add(wait);
    this.#socket?.emit(event, this.#forAll(line, event, payload), (answer) => {
      this.#heardAt = this.#deps.clock.now();
      line.waits.delete(wait);
      ack(this.#withoutOwn(answer));
    });
  }

  close(id: string): void {
    const line = this.#lines.get(id);
    if (line === undefined) return;
    this.#lines.delete(id);
    if (this.#lines.size === 0) this.#forget();
    else if (this.#isDeadTo(line)) this.#end(MOVED);
    else if (line.watched.length > 0) {
      this.#socket?.emit('watch', { conversationIds: this.#union('watched', LIMITS.watchedConversations) }, () => {});
    }
  }

  /** It gave up waiting. The others would find out one after the other, and each would come back to what the others still hold. */
  #isDeadTo({ waits }: Line): boolean {
    const [oldest] = waits;
    if (oldest === undefined || this.#heardAt >= oldest.since) return false;
    return this.#deps.clock.now() - oldest.since >= SILENT_MS;
  }

  #connect(auth: Handshake): void {
    this.#heardAt = -Infinity;
    this.#deviceId = auth.deviceId;
    this.#isSingle = this.#lines.size === 1;
    const socket: SocketConnection = this.#deps.connect(auth, {
      message: (event, payload) => socket === this.#socket && this.#message(event, payload),
      closed: (why) => socket === this.#socket && this.#end(why),
    });
    this.#socket = socket;
  }

  #message(event: string, payload: unknown): void {
    this.#heardAt = this.#deps.clock.now();
    if (event === 'ready') for (const { waits } of this.#lines.values()) waits.clear();
    if (event === 'ready') this.#ready = { payload: payload as Fields, at: this.#deps.clock.now() };
    if (event === 'drain') this.#drained = true;
    const shared = event === 'event' ? this.#withoutOwn({ data: payload }).data : payload;
    const lines = [...this.#lines.values()];
    if (lines.some(({ isFar }) => isFar)) this.#deps.tellFar(event, shared);
    for (const { isFar, handlers } of lines) if (!isFar) handlers.message(event, shared);
  }

  #end(why: SocketClosed): void {
    const lines = [...this.#lines.values()];
    this.#lines.clear();
    this.#forget();
    for (const { handlers } of lines) handlers.closed(why);
  }

  #forget(): void {
    const socket = this.#socket;
    this.#socket = null;
    this.#ready = null;
    this.#drained = false;
    socket?.close();
  }

  #readyNow(): unknown {
    const { payload = {}, at = 0 } = this.#ready ?? {};
    const { serverTime } = payload;
    if (typeof serverTime !== 'number') return payload;
    return { ...payload, serverTime: serverTime + this.#deps.clock.now() - at };
  }

  #forAll(line: Line, event: string, payload: unknown): unknown {
    const fields = payload as Fields;
    if (event === 'watch') {
      line.watched = idsOf(fields['conversationIds']);
      return { ...fields, conversationIds: this.#union('watched', LIMITS.watchedConversations, line) };
    }
    if (event === 'presence.get' && fields['look'] === true) {
      line.looked = idsOf(fields['userIds']);
      return { ...fields, userIds: this.#union('looked', LIMITS.presenceIds, line) };
    }
    if (event === 'heartbeat' && typeof fields['idleMs'] === 'number') {
      const now = this.#deps.clock.now();
      line.usedAt = now - fields['idleMs'];
      const used = [...this.#lines.values()].map(({ usedAt }) => usedAt ?? -Infinity);
      return { ...fields, idleMs: Math.max(0, now - Math.max(...used)) };
    }
    return payload;
  }

  /** What comes first is of the line that asks: it is the one that somebody looks at. */
  #union(what: 'watched' | 'looked', most: number, first?: Line): string[] {
    const all = [...(first?.[what] ?? []), ...[...this.#lines.values()].flatMap((line) => line[what])];
    return [...new Set(all)].slice(0, most);
  }

  /**
   * Inbox places of what was sent here. The server does not push those: it takes it that who sent them has the messages. Of several tabs
   * one has; so the places are known to none, and all of them pull what stands there.
   */
  #withoutOwn<T>(answer: T): T {
    if (this.#isSingle) return answer;
    const { data } = answer as { data?: Fields };
    if (data === undefined || !('own' in data)) return answer;
    return { ...answer, data: { ...data, own: [] } };
  }
}

function idsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? (value as string[]) : [];
}
