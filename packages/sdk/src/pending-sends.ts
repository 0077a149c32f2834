import { type ContentInput, type Message, type MessageSent, ParleyError } from '@parley/contract';
import { retryDelayMs } from '@parley/core';
import { byOrder, failPending, type PendingSend } from './cache/pending.js';
import { retryHintMs, toParleyError } from './errors.js';
import type { Connection } from './connection.js';
import type { Persistence } from './persistence.js';
import type { Cancel, ClockPort, RandomPort } from './ports.js';
import { batch } from './store.js';
import type { SyncEngine } from './sync-engine.js';
import {
  EMPTY_LANE,
  laneAdd,
  laneAnswered,
  laneDown,
  laneDropped,
  laneNext,
  laneSent,
  type SendLane,
  type SendOutcome,
} from './send-lane.js';

export type SendsListener = {
  /** The answer to a send of this connection: apply it, then confirm() follows from the applied message. */
  acked(pending: PendingSend, sent: MessageSent, own: readonly number[]): void;
  changed(conversationId: string): void;
  failed(pending: PendingSend, error: ParleyError): void;
  /** Some of the queue are about to leave: it is stored that they can't be taken back. */
  leaving(): void;
  /** Nobody waits for its answer any more. */
  discarded(pending: PendingSend): void;
};

type Deps = {
  readonly connection: Pick<Connection, 'online' | 'request'>;
  readonly persistence: Persistence;
  readonly clock: ClockPort;
  readonly random: RandomPort;
  readonly listener: SendsListener;
  /** A send leaves anyway, so it takes the sync cursor along. */
  readonly cursors: Pick<SyncEngine, 'cursorAlong' | 'cursorTold'>;
};

/**
 * The outgoing queue: what this device sent and nobody acked. Every tab shows it; only the tab with the device lock
 * stores it and drains it, one ordered lane per conversation.
 */
export class PendingSends {
  readonly #deps: Deps;
  readonly #pending = new Map<string, PendingSend>();
  readonly #lanes = new Map<string, SendLane>();
  readonly #timers = new Map<string, { notBefore: number; cancel: Cancel }>();
  /** Conversations of which it is being stored that something leaves. */
  readonly #noting = new Set<string>();
  #lastOrder = 0;
  #draining = false;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  get(clientMsgId: string): PendingSend | undefined {
    return this.#pending.get(clientMsgId);
  }

  of(conversationId: string): PendingSend[] {
    return [...this.#pending.values()].filter((pending) => pending.conversationId === conversationId).sort(byOrder);
  }

  /** Later than everything this device has sent, also when its clock was set back. */
  nextOrder(): number {
    this.#lastOrder = Math.max(this.#lastOrder + 1, this.#deps.clock.now());
    return this.#lastOrder;
  }

  make(conversationId: string, content: ContentInput): PendingSend {
    return {
      clientMsgId: `c_${this.#deps.random.id()}`,
      conversationId,
      content,
      createdAt: this.#deps.clock.now(),
      order: this.nextOrder(),
      left: false,
      failed: null,
    };
  }

  /** A send of the tab that drains: it leaves as soon as it is stored. */
  add(made: PendingSend): void {
    // With a connection it leaves at once: noted with the first write, so that this costs no second one.
    const pending = this.#draining && this.#deps.connection.online ? { ...made, left: true } : made;
    this.#put(pending);
    if (this.#draining) void this.#storeAndSend(pending);
  }

  /** Shows a send that another tab, or this one later, will store and send. */
  showOne(pending: PendingSend): void {
    this.#put(pending);
  }

  /** What the storage holds is the truth for a tab that does not drain. */
  show(stored: readonly PendingSend[]): void {
    const kept = new Set(stored.map((pending) => pending.clientMsgId));
    batch(() => {
      for (const pending of [...this.#pending.values()]) if (!kept.has(pending.clientMsgId)) this.#drop(pending);
      for (const pending of stored) this.#put(pending);
    });
  }

  /** They are in no queue any more: sent or taken back, which others tell. */
  leave(clientMsgIds: readonly string[]): void {
    batch(() => {
      for (const clientMsgId of clientMsgIds) {
        const pending = this.#pending.get(clientMsgId);
        if (pending !== undefined) this.#drop(pending);
      }
    });
  }

  /** This tab has the device lock: it goes on with what is stored, in order. */
  startDraining(stored: readonly PendingSend[]): void {
    this.#draining = true;
    for (const pending of stored) this.#put(pending);
    for (const pending of [...stored].sort(byOrder)) {
      if (pending.failed === null) this.#setLane(pending.conversationId, (lane) => laneAdd(lane, pending.clientMsgId));
    }
    this.pump();
  }

  stopDraining(): void {
    this.#draining = false;
    for (const { cancel } of this.#timers.values()) cancel();
    this.#timers.clear();
    this.#lanes.clear();
  }

  /** A new connection: everything that has no answer leaves again. */
  pump(): void {
    for (const conversationId of [...this.#lanes.keys()]) this.#pump(conversationId);
  }

  down(): void {
    for (const [conversationId, lane] of this.#lanes) this.#lanes.set(conversationId, laneDown(lane));
  }

  /** A failed message goes to the end of the queue; a conflicting key is taken for another message, so it gets a new one. */
  retry(clientMsgId: string): void {
    const old = this.#pending.get(clientMsgId);
    if (old === undefined || old.failed === null) return;
    const fresh = old.failed.code === 'CONFLICT' ? `c_${this.#deps.random.id()}` : clientMsgId;
    this.#remove(old);
    this.add({ ...old, clientMsgId: fresh, order: this.nextOrder(), left: false, failed: null });
  }

  /** Forgets what failed, and takes back what has not left yet; what is under way stays. */
  discard(clientMsgId: string): void {
    const old = this.#pending.get(clientMsgId);
    if (old === undefined || (old.failed === null && old.left)) return;
    this.#remove(old);
    this.#setLane(old.conversationId, (lane) => laneDropped(lane, clientMsgId));
    this.#deps.listener.discarded(old);
  }

  /** The server has it, said by an ack, an event or a sync. */
  confirm(message: Message): void {
    const pending = this.#pending.get(message.clientMsgId);
    if (pending === undefined || pending.conversationId !== message.conversationId) return;
    this.#remove(pending);
    this.#answered(pending, { kind: 'acked' });
  }

  clear(): void {
    this.stopDraining();
    for (const pending of [...this.#pending.values()]) this.#drop(pending);
  }

  async #storeAndSend(pending: PendingSend): Promise<void> {
    this.#deps.persistence.write({ table: 'sends', put: pending.clientMsgId, value: pending });
    // In the storage before it leaves: a reload in between must find it.
    await this.#deps.persistence.flushed();
    if (!this.#draining || this.#pending.get(pending.clientMsgId) !== pending) return;
    this.#setLane(pending.conversationId, (lane) => laneAdd(lane, pending.clientMsgId));
    this.#pump(pending.conversationId);
  }

  #pump(conversationId: string): void {
    const { connection, clock } = this.#deps;
    while (this.#draining && connection.online && !this.#noting.has(conversationId)) {
      const lane = this.#lanes.get(conversationId) ?? EMPTY_LANE;
      const next = laneNext(lane, clock.now());
      if (next === null) return this.#wakeLater(conversationId, lane);
      const pending = this.#pending.get(next.clientMsgId);
      if (pending === undefined) return;
      if (!pending.left) return void this.#noteLeaving(conversationId, lane.queue);
      this.#lanes.set(conversationId, laneSent(lane, next.clientMsgId));
      void this.#send(pending, next.after);
    }
  }

  /** In the storage before the first of them leaves: a reload in between must not offer to take back what may have arrived. */
  async #noteLeaving(conversationId: string, queue: readonly string[]): Promise<void> {
    const leaving = queue.flatMap((clientMsgId) => this.#pending.get(clientMsgId) ?? []).filter(({ left }) => !left);
    batch(() => {
      for (const pending of leaving.map((one) => ({ ...one, left: true }))) {
        this.#deps.persistence.write({ table: 'sends', put: pending.clientMsgId, value: pending });
        this.#put(pending);
      }
    });
    this.#noting.add(conversationId);
    this.#deps.listener.leaving();
    await this.#deps.persistence.flushed();
    this.#noting.delete(conversationId);
    this.#pump(conversationId);
  }

  /**
   * When the pause is over the lane goes on, whatever the clock says by then: it may have been a moment short of it when it
   * was asked, or have been set back since, and nobody else would wake the lane.
   */
  #wakeLater(conversationId: string, { notBefore, inFlight, queue }: SendLane): void {
    if (inFlight.length > 0 || queue.length === 0 || this.#timers.get(conversationId)?.notBefore === notBefore) return;
    this.#timers.get(conversationId)?.cancel();
    const wake = (): void => {
      this.#timers.delete(conversationId);
      this.#setLane(conversationId, (lane) => (lane.notBefore === notBefore ? { ...lane, notBefore: 0 } : lane));
      this.#pump(conversationId);
    };
    const cancel = this.#deps.clock.setTimeout(wake, Math.max(1, notBefore - this.#deps.clock.now()));
    this.#timers.set(conversationId, { notBefore, cancel });
  }

  async #send(pending: PendingSend, after: string | null): Promise<void> {
    const { conversationId, clientMsgId, content } = pending;
    const { connection, cursors, listener } = this.#deps;
    try {
      const along = cursors.cursorAlong();
      const payload = { conversationId, clientMsgId, content, ...(after === null ? {} : { after }), ...along };
      const { own = [], ...sent } = await connection.request('message.send', payload);
      cursors.cursorTold(along);
      listener.acked(pending, sent, own);
    } catch (error) {
      if (this.#isInFlight(pending)) this.#refused(pending, after, toParleyError(error));
    }
  }

  #refused(pending: PendingSend, after: string | null, error: ParleyError): void {
    // Refused only because of the one before it: that one's answer says how long to wait.
    if (error.code === 'AFTER_FAILED' && after !== null) return this.#answered(pending, { kind: 'again', delayMs: 0 });
    if (error.retryable) return this.#answered(pending, { kind: 'again', delayMs: this.#delay(pending, error) });
    const failed = failPending(pending, error);
    this.#deps.persistence.write({ table: 'sends', put: failed.clientMsgId, value: failed });
    this.#put(failed);
    this.#answered(pending, { kind: 'refused' });
  }

  #delay(pending: PendingSend, error: ParleyError): number {
    const attempt = this.#lanes.get(pending.conversationId)?.attempt ?? 0;
    return Math.max(1, retryDelayMs(retryHintMs(error), attempt, this.#deps.random.number()));
  }

  #answered({ conversationId, clientMsgId }: PendingSend, outcome: SendOutcome): void {
    const now = this.#deps.clock.now();
    this.#setLane(conversationId, (lane) => laneAnswered(lane, { clientMsgId, outcome, now }));
    this.#pump(conversationId);
  }

  #isInFlight({ conversationId, clientMsgId }: PendingSend): boolean {
    return this.#lanes.get(conversationId)?.inFlight.includes(clientMsgId) === true;
  }

  #setLane(conversationId: string, change: (lane: SendLane) => SendLane): void {
    if (!this.#draining) return;
    const lane = change(this.#lanes.get(conversationId) ?? EMPTY_LANE);
    if (lane.queue.length === 0) this.#lanes.delete(conversationId);
    else this.#lanes.set(conversationId, lane);
  }

  #put(pending: PendingSend): void {
    const old = this.#pending.get(pending.clientMsgId);
    this.#lastOrder = Math.max(this.#lastOrder, pending.order);
    this.#pending.set(pending.clientMsgId, pending);
    this.#deps.listener.changed(pending.conversationId);
    const { failed } = pending;
    // In this tab, or in the one that has the device lock.
    if (failed !== null && old?.failed == null) {
      this.#deps.listener.failed(pending, new ParleyError(failed.code, failed.details));
    }
  }

  #remove(pending: PendingSend): void {
    this.#deps.persistence.write({ table: 'sends', remove: pending.clientMsgId });
    this.#drop(pending);
  }

  #drop(pending: PendingSend): void {
    this.#pending.delete(pending.clientMsgId);
    this.#deps.listener.changed(pending.conversationId);
  }
}
