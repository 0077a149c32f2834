import type { Ack, MessageSent } from '@parley/contract';

import type { Ledger, SendRecord } from './ledger.js';
import type { Link } from './link.js';
import { payloadOf, type LaneOwner } from './send-lane.js';

/** What became of a send that is made once; `hintMs`: when to come back, as far as the server said. */
export type Outcome = { code: string; hintMs: number | null };

/**
 * Sends that are made once, each for itself: what is refused is not made again, so that what is offered stays what it was
 * meant to be, however much of it is refused.
 */
export class OneTry {
  private readonly flying = new Set<SendRecord>();
  private readonly ledger: Ledger;
  private readonly owner: LaneOwner;
  private readonly told: (record: SendRecord, outcome: Outcome) => void;

  constructor(ledger: Ledger, owner: LaneOwner, told: (record: SendRecord, outcome: Outcome) => void) {
    this.ledger = ledger;
    this.owner = owner;
    this.told = told;
  }

  send(record: SendRecord): void {
    const link: Link | null = this.owner.link();
    if (link === null) return this.refused(record, { code: 'NOT_CONNECTED', hintMs: null });
    this.flying.add(record);
    const cursor = this.owner.cursorAlong();
    link.request('message.send', payloadOf(record, undefined, cursor), (ack) => {
      this.flying.delete(record);
      if (ack.ok && cursor !== null) this.owner.cursorTold(cursor.inboxSeq);
      this.answered(record, ack as Ack<MessageSent & { own?: number[] }>);
    });
  }

  /** The connection is gone: nobody will say what became of these. */
  down(): void {
    for (const record of this.flying) this.refused(record, { code: 'CONNECTION_LOST', hintMs: null });
    this.flying.clear();
  }

  private answered(record: SendRecord, ack: Ack<MessageSent & { own?: number[] }>): void {
    if (!ack.ok) {
      const hint = ack.error.details['retryAfterMs'];
      return this.refused(record, { code: ack.error.code, hintMs: typeof hint === 'number' ? hint : null });
    }
    this.ledger.wasAcked(record, ack.data);
    this.owner.acked();
    if (ack.data.own !== undefined) this.owner.own(ack.data.own);
    this.told(record, { code: 'OK', hintMs: null });
  }

  private refused(record: SendRecord, outcome: Outcome): void {
    this.ledger.wasRefused(outcome.code);
    if (outcome.code === 'BUSY') this.ledger.forget(record);
    this.told(record, outcome);
  }
}
