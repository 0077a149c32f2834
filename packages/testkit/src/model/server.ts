/**
 * A server in memory with the promises of the real one: stored before acked, a retry is the same message, no gaps, a
 * cursor never skips, push is a hint. Every `await step()` is a place where it may die; what was committed stays.
 */
import {
  errorSpec,
  type Handshake,
  FEATURES,
  LIMITS,
  type MessageSent,
  ParleyError,
  PROTOCOL,
  type Session,
} from '@parley/contract';
import { checkContent, planFanout } from '@parley/core';
import type { RestAnswer, RestRequest } from '@parley/sdk';
import { ModelConnection, type Outgoing } from './connection.js';
import { memberOf, modeAt } from './conversation.js';
import { answerRest } from './rest.js';
import { ModelRooms } from './rooms.js';
import { ModelStreams } from './streams.js';
import { ModelStore, type OutboxRow, type Send, type Pointer } from './store.js';

/** What goes wrong, decided anew each time. */
export type Faults = {
  /** A send is refused before anything is stored, to be tried again. */
  refuses(): 'BUSY' | 'UNAVAILABLE' | 'RATE_LIMITED' | null;
  /** The answer of a batch of sends gets lost; whether it was stored is not said. */
  losesAnswer(): boolean;
  /** A pushed frame doesn't reach the gateway. */
  losesPush(): boolean;
};

export type ModelServerOptions = {
  readonly now: () => number;
  /** Where a process may be interrupted: resolves when it may go on, never when it died. */
  readonly step: () => Promise<void>;
  readonly faults: Faults;
  /** A send whose `after` is not stored is refused. Otherwise the order of a connection's frames is trusted, as TCP keeps it. */
  readonly strictAfter: boolean;
};

export const NO_FAULTS: Faults = { refuses: () => null, losesAnswer: () => false, losesPush: () => false };

type QueuedSend = Send & {
  readonly after: string | undefined;
  answer(outcome: MessageSent | ParleyError): void;
};

/** What a device hears without having asked. */
export type ModelFrame = [event: 'event' | 'timeline' | 'signal', payload: unknown];

/** Texts with this word are refused for good while `blocksText` is on. */
export const BLOCKED = '#blocked';
const ACCESS_MS = 15 * 60_000;

export class ModelServer {
  readonly store = new ModelStore();
  readonly rooms = new ModelRooms(this);
  readonly connections = new Map<string, ModelConnection>();
  readonly options: ModelServerOptions;
  /** Conversations whose shard is away, as the chat list sees it. */
  readonly awayConversations = new Set<string>();
  blocksText = true;
  /** What a server of before says is less. */
  features: string[] = [...FEATURES];
  /** The databases behind the gateway are away: heartbeats are answered, with an error. */
  databaseAway = false;
  /** A gateway that is away refuses every connection. */
  down = false;
  readonly revoked = new Set<string>();
  readonly #streams = new ModelStreams();
  #lane: QueuedSend[] = [];
  #laneRuns = false;
  #boot = 0;
  #lastConnection = 0;

  constructor(options: ModelServerOptions) {
    this.options = options;
  }

  get boot(): number {
    return this.#boot;
  }

  session(userId: string, deviceId: string): Session {
    const user = this.store.users.get(userId);
    if (user === undefined) throw new ParleyError('LOGIN_FAILED');
    const now = this.options.now();
    return {
      accessToken: `a.${userId}.${deviceId}.${now + ACCESS_MS}`,
      accessExpiresAt: now + ACCESS_MS,
      serverTime: now,
      refreshToken: `r.${userId}.${deviceId}`,
      me: { ...user, role: 'member', locale: null, orgName: 'Model', deviceId },
    };
  }

  /** Who a token speaks for; throws the coded error. */
  actor(token: string | undefined): { userId: string; deviceId: string } {
    const [kind, userId, deviceId, expires] = token?.split('.') ?? [];
    if (userId === undefined || deviceId === undefined) throw new ParleyError('TOKEN_MISSING');
    if (this.revoked.has(deviceId)) throw new ParleyError('DEVICE_REVOKED');
    if (kind === 'a' && Number(expires) <= this.options.now()) throw new ParleyError('TOKEN_EXPIRED');
    return { userId, deviceId };
  }

  connect(auth: Handshake, out: Outgoing): ModelConnection {
    if (this.down) throw new ParleyError('UNAVAILABLE');
    const { userId, deviceId } = this.actor(auth.token);
    if (deviceId !== auth.deviceId) throw new ParleyError('DEVICE_MISMATCH');
    this.#lastConnection += 1;
    const connection = new ModelConnection(this, { id: `k${this.#lastConnection}`, userId, deviceId }, out);
    this.connections.set(connection.id, connection);
    out.emit('ready', {
      protocol: PROTOCOL.max,
      features: this.features,
      connectionId: connection.id,
      userId,
      deviceId,
      serverTime: this.options.now(),
      heartbeatMs: LIMITS.heartbeatMs,
    });
    return connection;
  }

  async rest(request: RestRequest): Promise<RestAnswer> {
    await this.options.step();
    try {
      if (this.down) throw new ParleyError('UNAVAILABLE');
      const answer = answerRest(this, request);
      await this.options.step();
      return answer;
    } catch (error) {
      const coded = error instanceof ParleyError ? error : new ParleyError('INTERNAL', { cause: String(error) });
      return { status: errorSpec(coded.code).status, body: coded.toWire(), retryAfterMs: null };
    } finally {
      this.fanOutAll();
    }
  }

  /** Puts a send into the append lane; resolves after commit, never when the process dies before. */
  send(send: Omit<QueuedSend, 'answer'>): Promise<MessageSent> {
    return new Promise((resolve, reject) => {
      const answer = (outcome: MessageSent | ParleyError): void =>
        outcome instanceof ParleyError ? reject(outcome) : resolve(outcome);
      this.#lane.push({ ...send, answer });
      if (!this.#laneRuns) void this.#runLane(this.#boot);
    });
  }

  /** Finishes what was committed and not handed out: the fan-out of the moment, and the sweeper's. */
  fanOutAll(): void {
    for (const row of this.store.outbox.values()) {
      if (this.#claimed.has(row.outboxId)) continue;
      this.#claimed.add(row.outboxId);
      void this.#fanOut(row, this.#boot);
    }
  }

  readonly #claimed = new Set<number>();

  /** Everything that runs dies where it stands; the gateway keeps its connections and says that answers were lost. */
  restartLogic(): void {
    this.#boot += 1;
    this.#laneRuns = false;
    this.#claimed.clear();
    this.rooms.forget();
    const lost = this.#lane;
    this.#lane = [];
    for (const send of [...this.#batch, ...lost]) {
      // What is behind it on the same connection must not overtake it.
      this.#streams.markRefused(send);
      send.answer(new ParleyError('UNCERTAIN'));
    }
    this.#batch = [];
  }

  /** Every connection ends; `told` says whether the devices notice at once. */
  restartGateway(told: boolean): void {
    for (const connection of [...this.connections.values()]) this.drop(connection, told);
  }

  drop(connection: ModelConnection, told: boolean): void {
    this.connections.delete(connection.id);
    connection.ended(told);
  }

  push(userId: string, [event, payload]: ModelFrame, only?: (connection: ModelConnection) => boolean): void {
    for (const connection of this.connections.values()) {
      if (connection.userId !== userId || only?.(connection) === false) continue;
      if (!this.options.faults.losesPush()) connection.emit(event, payload);
    }
  }

  /** What is somebody's own is told to all their devices. */
  tellOwn(userId: string, pointer: Pointer): void {
    const entry = this.store.tellOwn(userId, pointer);
    const { incarnation } = this.store.inbox(userId);
    this.push(userId, ['event', { incarnation, entries: [entry] }]);
  }

  /** Tells everybody who watches the conversation how far a member is. */
  signalReceipt(conversationId: string, userId: string): void {
    const conversation = this.store.conversation(conversationId, userId);
    if (conversation.mode === 'read') return;
    const { readSeq, deliveredSeq } = memberOf(conversation, userId);
    const signal = { kind: 'receipt', conversationId, userId, readSeq, deliveredSeq };
    for (const other of conversation.members.keys()) {
      if (other !== userId) this.push(other, ['signal', signal], ({ watching }) => watching.has(conversationId));
    }
  }

  #batch: QueuedSend[] = [];

  async #runLane(boot: number): Promise<void> {
    this.#laneRuns = true;
    while (this.#lane.length > 0) {
      this.#batch = this.#lane.splice(0, this.#lane.length);
      await this.options.step();
      if (boot !== this.#boot) return;
      const lost = this.options.faults.losesAnswer();
      const outcomes = this.#batch.map((send) => ({ send, outcome: this.#append(send, lost) }));
      await this.options.step();
      if (boot !== this.#boot) return;
      this.#batch = [];
      for (const { send, outcome } of outcomes) send.answer(lost ? new ParleyError('UNCERTAIN') : outcome);
      this.fanOutAll();
    }
    this.#laneRuns = false;
  }

  #append(send: QueuedSend, lost: boolean): MessageSent | ParleyError {
    try {
      const known = this.store.answerOf(send);
      if (known !== null) return known;
      const { after, conversationId, senderId } = send;
      if (after !== undefined && this.options.strictAfter && !this.store.isStored(conversationId, senderId, after)) {
        throw new ParleyError('AFTER_FAILED');
      }
      if (this.#streams.isBehindRefused(send)) throw new ParleyError('AFTER_FAILED');
      this.store.conversation(conversationId, senderId);
      checkContent(send.content);
      if (this.blocksText && send.content.text.includes(BLOCKED)) throw new ParleyError('FORBIDDEN');
      const refusal = this.options.faults.refuses();
      if (refusal !== null) throw new ParleyError(refusal, { retryAfterMs: 200 });
      // A lost answer: half of the time nothing was stored either.
      if (lost && send.clientMsgId.charCodeAt(3) % 2 === 0) throw new ParleyError('UNCERTAIN');
      return this.store.append(send, this.options.now());
    } catch (error) {
      if (!(error instanceof ParleyError)) throw error;
      this.#streams.markRefused(send);
      return error;
    }
  }

  async #fanOut(row: OutboxRow, boot: number): Promise<void> {
    const { effect } = row;
    const memberIds = [...(this.store.conversations.get(effect.conversationId)?.members.keys() ?? [])];
    const owners = effect.kind === 'mode' ? memberIds : this.#ownersOf(row, effect, memberIds);
    for (const userId of owners) {
      await this.options.step();
      if (boot !== this.#boot) return;
      const written = effect.kind === 'mode' ? null : this.store.writeEntry(row.outboxId, effect, userId);
      if (effect.kind === 'mode') this.rooms.join(effect.conversationId, userId);
      await this.options.step();
      if (boot !== this.#boot) return;
      if (written !== null && effect.kind !== 'mode') this.#deliver({ ...row, effect }, userId, written);
    }
    this.store.finish(row.outboxId);
    this.#claimed.delete(row.outboxId);
  }

  /** Whose inboxes get an entry; in read mode the others are told where they look. */
  #ownersOf(row: OutboxRow, pointer: Pointer, memberIds: readonly string[]): readonly string[] {
    const conversation = this.store.conversations.get(pointer.conversationId);
    if (pointer.kind === 'thread') {
      return conversation === undefined ? [] : this.store.threads.followers(conversation, pointer.seq);
    }
    if (pointer.kind !== 'message' && pointer.kind !== 'change') return memberIds;
    const { seq } = pointer;
    const message = conversation?.messages[seq - 1];
    if (conversation === undefined || message === undefined) return [];
    const mode = pointer.kind === 'message' ? modeAt(conversation, seq) : row.mode;
    if (mode === 'read') this.rooms.say(message, pointer.kind === 'change' ? pointer : null);
    const senderId = pointer.kind === 'change' ? pointer.by : message.senderId;
    return planFanout({ mode, senderId, memberIds, mentionedIds: [] }).inboxOwners;
  }

  #deliver(
    row: OutboxRow & { readonly effect: Pointer },
    userId: string,
    { inboxSeq, incarnation }: { inboxSeq: number; incarnation: string },
  ): void {
    if (this.store.inbox(userId).entries.get(inboxSeq) !== row.effect) return;
    const origin = this.connections.get(row.origin);
    if (origin?.userId === userId && !this.options.faults.losesPush()) origin.own.push(inboxSeq);
    const entries = [this.store.entry(userId, inboxSeq)];
    for (const { id } of [...this.connections.values()].filter((one) => one.userId === userId && one !== origin)) {
      const own = this.connections.get(id)?.takeOwn() ?? [];
      const frame = { incarnation, entries, ...(own.length > 0 ? { own } : {}) };
      this.push(userId, ['event', frame], (connection) => connection.id === id);
    }
  }
}
