import { type Message, type MessageSent, ParleyError } from '@parley/contract';
import type { PendingSend } from './cache/pending.js';

type Waiter = { resolve(sent: MessageSent): void; reject(error: ParleyError): void };

/** Answers to sends are remembered for whoever asks a moment later. */
const REMEMBERED = 500;

/** Promises of answers to sends, whichever way the answer comes: ack, event or sync. */
export class SentWaiters {
  readonly #waiting = new Map<string, Waiter[]>();
  readonly #sent = new Map<string, MessageSent>();

  wait(clientMsgId: string, pending: PendingSend | undefined): Promise<MessageSent> {
    const sent = this.#sent.get(clientMsgId);
    if (sent !== undefined) return Promise.resolve(sent);
    if (pending === undefined) return Promise.reject(new ParleyError('NOT_FOUND', { clientMsgId }));
    if (pending.failed !== null) return Promise.reject(new ParleyError(pending.failed.code, pending.failed.details));
    return new Promise((resolve, reject) => {
      this.#waiting.set(clientMsgId, [...(this.#waiting.get(clientMsgId) ?? []), { resolve, reject }]);
    });
  }

  sent({ clientMsgId, messageId, seq, rev, ord, sentAt }: Message): void {
    const sent = { messageId, seq, rev, ord, sentAt };
    this.#sent.set(clientMsgId, sent);
    const [oldest] = this.#sent.keys();
    if (this.#sent.size > REMEMBERED && oldest !== undefined) this.#sent.delete(oldest);
    for (const waiter of this.#take(clientMsgId)) waiter.resolve(sent);
  }

  failed(clientMsgId: string, error: ParleyError): void {
    for (const waiter of this.#take(clientMsgId)) waiter.reject(error);
  }

  clear(): void {
    for (const clientMsgId of [...this.#waiting.keys()]) this.failed(clientMsgId, new ParleyError('TOKEN_MISSING'));
    this.#sent.clear();
  }

  #take(clientMsgId: string): Waiter[] {
    const waiters = this.#waiting.get(clientMsgId) ?? [];
    this.#waiting.delete(clientMsgId);
    return waiters;
  }
}
