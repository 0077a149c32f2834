import type { BatchSyncPage, MessageSent, Signal, TimelineFrame } from '@parley/contract';

import type { FanoutMember, FanoutWatch, MemberSeat } from './fanout-member.js';
import { sourceAddress } from './support/connect.js';
import { count } from './support/ledger.js';
import { Link } from './support/link.js';
import { Requests } from './support/requests.js';

/** One member's device: it has the conversation open and gets what is said, or it hears of the head. */
export class FanoutDevice implements FanoutMember {
  /** By the number of the send. */
  readonly has = new Set<number>();
  head = 0;
  private last = -1;
  private link: Link | null = null;
  private readonly requests = new Requests(() => this.link);
  private readonly opened = Promise.withResolvers<void>();

  private readonly load: FanoutWatch;
  private readonly seat: MemberSeat;

  constructor(load: FanoutWatch, seat: MemberSeat) {
    this.load = load;
    this.seat = seat;
  }

  open(): Promise<void> {
    const { token, deviceId } = this.seat.session;
    const { plan, meter, trouble } = this.load;
    const link = new Link({
      target: { ...plan.address, localAddress: sourceAddress(this.seat.number) },
      session: { token, deviceId },
      meter,
      readsEvents: false,
      handlers: {
        event: (name, payload) => {
          if (name === 'ready') void this.ready(link);
          else if (name === 'timeline') this.said(payload as TimelineFrame);
          else if (name === 'signal') this.hinted(payload as Signal);
        },
        closed: (reason) => {
          this.link = null;
          this.requests.down();
          if (!this.load.stopping) count(trouble, reason);
        },
      },
    });
    return this.opened.promise;
  }

  close(): void {
    this.link?.close();
  }

  beat(): Promise<unknown> {
    return this.ask('heartbeat', {});
  }

  async headNow(): Promise<number> {
    const { conversationId } = this.load.plan;
    const { heads } = await this.ask<{ heads: { seq: number }[] }>('watch', { conversationIds: [conversationId] });
    return heads[0]?.seq ?? 0;
  }

  async say(clientMsgId: string, text: string): Promise<number> {
    const { conversationId } = this.load.plan;
    const content = { type: 'text', text };
    return (await this.ask<MessageSent>('message.send', { conversationId, clientMsgId, content })).seq;
  }

  private ask<T>(event: Parameters<Requests['ask']>[0], payload: object): Promise<T> {
    return this.requests.ask<T>(event, payload);
  }

  /** What a device does that finds itself behind the head. */
  async pull(lastSeq: number): Promise<void> {
    const { conversationId } = this.load.plan;
    for (let seq = lastSeq, more = true; more;) {
      const syncs = [{ conversationId, lastSeq: seq, lastRev: 0 }];
      const page = (await this.ask<BatchSyncPage>('sync.batch', { syncs })).syncs[0];
      if (page === undefined) throw new Error('the conversation is not the device’s');
      for (const message of page.messages) {
        seq = Math.max(seq, message.seq);
        const number = this.load.numberOf(message.clientMsgId);
        if (number === null || this.has.has(number)) continue;
        this.has.add(number);
        this.load.pulled += 1;
      }
      more = page.hasMore;
    }
  }

  private async ready(link: Link): Promise<void> {
    this.link = link;
    try {
      // The gateway learns from the answer whose heads this device is to hear of.
      await this.beat();
      if (this.seat.isOpen) await this.ask('watch', { conversationIds: [this.load.plan.conversationId] });
      this.opened.resolve();
    } catch (error) {
      this.opened.reject(error);
    }
  }

  private said({ messages }: TimelineFrame): void {
    const { load } = this;
    load.frames += 1;
    for (const { clientMsgId } of messages) {
      const number = load.numberOf(clientMsgId);
      if (number === null) continue;
      if (this.has.has(number)) {
        load.duplicated += 1;
        continue;
      }
      this.has.add(number);
      load.wasDelivered(number);
    }
    const last = messages.at(-1)?.seq ?? 0;
    if (last < this.last) load.outOfOrder += 1;
    this.last = last;
  }

  private hinted(signal: Signal): void {
    if (signal.kind !== 'head' || signal.head.conversationId !== this.load.plan.conversationId) return;
    this.load.headWasTold(this.head, signal.head.seq);
    this.head = Math.max(this.head, signal.head.seq);
  }
}
