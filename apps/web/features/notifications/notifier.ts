import type { Message, PushPayload } from '@parley/contract';
import { decidePush, planPushWindow, type PushFacts } from '@parley/core';
import type { DecidedHere } from '../../platform/decided-here';

export type PushedAt = { readonly pushedAt: number | null; readonly systemPushedAt: number | null };

export type NotifierPorts = {
  readonly now: () => number;
  readonly after: (ms: number, run: () => void) => () => void;
  /** Of each message of a conversation; null: not known yet. */
  readonly factsOf: (conversationId: string, pushed: PushedAt) => Promise<((message: Message) => PushFacts) | null>;
  readonly payloadOf: (message: Message, count: number) => PushPayload;
  /** Whether it was shown: what is there already, or was, is not shown again. */
  readonly show: (payload: PushPayload) => Promise<boolean>;
  readonly decided: (what: DecidedHere) => void;
};

/** What waits in one conversation, as the server keeps it for those who are not there. */
type Window = {
  waiting: Map<number, Message>;
  pushedAt: number | null;
  pushedSeqs: readonly number[];
  /** Times that something about it was not known. */
  asked: number;
};

/** What is not known yet is asked for again, so many times. */
const ASK_AGAIN_MS = 1_000;
const ASKS = 30;

/** Decides about each message that comes in while a page is open as the server does while none is: the same policy, the same windows. */
export class Notifier {
  readonly #ports: NotifierPorts;
  readonly #windows = new Map<string, Window>();
  readonly #timers = new Map<string, () => void>();
  /** Conversations that are about to be looked at: once for all that came by then. */
  readonly #due = new Set<string>();
  #systemPushedAt: number | null = null;
  /** One look at a time: the facts of the next hold what the one before has shown. */
  #looking: Promise<void> = Promise.resolve();

  constructor(ports: NotifierPorts) {
    this.#ports = ports;
  }

  /** At once: timers of a page that nobody sees may come a minute late. */
  hear(message: Message): Promise<void> {
    const { conversationId, seq } = message;
    const window = this.#windows.get(conversationId) ?? {
      waiting: new Map(),
      pushedAt: null,
      pushedSeqs: [],
      asked: 0,
    };
    this.#windows.set(conversationId, window);
    window.waiting.set(seq, message);
    return this.#lookSoon(conversationId);
  }

  stop(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    this.#windows.clear();
  }

  #lookSoon(conversationId: string): Promise<void> {
    this.#timers.get(conversationId)?.();
    this.#timers.delete(conversationId);
    if (!this.#due.has(conversationId)) {
      this.#due.add(conversationId);
      this.#looking = this.#looking.then(() => this.#look(conversationId)).catch(() => undefined);
    }
    return this.#looking;
  }

  async #look(conversationId: string): Promise<void> {
    this.#due.delete(conversationId);
    const window = this.#windows.get(conversationId);
    if (window === undefined || window.waiting.size === 0) return;
    const pushed = { pushedAt: window.pushedAt, systemPushedAt: this.#systemPushedAt };
    const messages = [...window.waiting.values()];
    const factsOf = await this.#ports.factsOf(conversationId, pushed);
    if (factsOf === null) {
      window.asked += 1;
      // A chat that is not mine any more: nobody is told of it.
      if (window.asked > ASKS) this.#windows.delete(conversationId);
      else this.#again(conversationId, ASK_AGAIN_MS);
      return;
    }
    window.asked = 0;
    const waiting = messages.map((message) => ({
      seq: message.seq,
      at: message.sentAt,
      decision: decidePush(factsOf(message)),
    }));
    const plan = planPushWindow(waiting, { ...window, more: 0 });
    for (const { reason, seqs } of plan.suppressed) this.#settle(window, { conversationId, seqs, reason });
    if (plan.push !== null) await this.#push(conversationId, plan.push);
    if (plan.dueAt !== null) this.#again(conversationId, plan.dueAt - this.#ports.now());
  }

  #again(conversationId: string, ms: number): void {
    this.#timers.set(
      conversationId,
      this.#ports.after(Math.max(0, ms), () => void this.#lookSoon(conversationId)),
    );
  }

  #settle(
    window: Window,
    { decision = 'suppressed', ...what }: Omit<DecidedHere, 'decision' | 'at'> & Partial<Pick<DecidedHere, 'decision'>>,
  ): void {
    for (const seq of what.seqs) window.waiting.delete(seq);
    this.#ports.decided({ ...what, decision, at: this.#ports.now() });
  }

  async #push(
    conversationId: string,
    { seqs, before, reason, decision }: NonNullable<ReturnType<typeof planPushWindow>['push']>,
  ): Promise<void> {
    const window = this.#windows.get(conversationId);
    const newest = window?.waiting.get(seqs.at(-1) ?? 0);
    if (window === undefined || newest === undefined) return;
    window.pushedAt = this.#ports.now();
    window.pushedSeqs = [...before, ...seqs];
    if (newest.content.type === 'system') this.#systemPushedAt = window.pushedAt;
    this.#settle(window, { conversationId, seqs, reason, decision });
    await this.#ports.show(this.#ports.payloadOf(newest, seqs.length + before.length));
  }
}
