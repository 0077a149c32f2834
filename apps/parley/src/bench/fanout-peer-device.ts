import type { FanoutMember, FanoutWatch, MemberSeat } from './fanout-member.js';
import { sourceAddress } from './support/connect.js';
import { count } from './support/ledger.js';
import { Link } from './support/link.js';
import type { HistoryAnswer, PeerMessage } from './support/peer-device.js';
import type { PeerAnswer } from './support/peer-queue.js';

/** A member's client of the peer. Everybody in the room gets everything: it knows no conversation that is not open. */
export class FanoutPeerDevice implements FanoutMember {
  readonly has = new Set<number>();
  readonly head = 0;
  private last = 0;
  private link: Link | null = null;
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
      handlers: {
        event: (name, payload) => {
          if (name === 'message') this.receive(payload as PeerMessage);
          else if (name === 'ready') this.ready(link, payload as { serverOffset: number });
        },
        closed: (reason) => {
          this.link = null;
          if (!this.load.stopping) count(trouble, reason);
        },
      },
    });
    return this.opened.promise;
  }

  close(): void {
    this.link?.close();
  }

  /** The peer knows no heartbeats of its own. */
  beat(): Promise<unknown> {
    return Promise.resolve();
  }

  headNow(): Promise<number> {
    return Promise.resolve(this.last);
  }

  async say(clientOffset: string, text: string): Promise<number> {
    const { conversationId } = this.load.plan;
    const said = `{"conversationId":${conversationId},"clientOffset":"${clientOffset}","text":"${text}"}`;
    const answer = (await this.ask('send', said)) as PeerAnswer;
    if (!answer.ok) throw new Error(answer.error);
    const number = this.load.numberOf(clientOffset);
    // The room but for who says it gets a message: the answer is how that one has it.
    if (number !== null && !this.has.has(number)) this.take(number);
    return answer.id ?? 0;
  }

  async pull(after: number): Promise<void> {
    const { conversationId } = this.load.plan;
    for (let id = after, more = true; more;) {
      const asked = `{"conversationId":${conversationId},"after":${id}}`;
      const { messages = [], hasMore = false } = (await this.ask('history', asked)) as HistoryAnswer;
      for (const message of messages) {
        id = message.id;
        const number = this.load.numberOf(message.clientOffset);
        if (number === null || this.has.has(number)) continue;
        this.has.add(number);
        this.load.pulled += 1;
      }
      more = hasMore;
    }
  }

  private ask(event: 'send' | 'history', payload: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.link === null) reject(new Error('not connected'));
      this.link?.request(event, payload, resolve);
    });
  }

  private ready(link: Link, { serverOffset }: { serverOffset: number }): void {
    this.link = link;
    this.last = serverOffset;
    this.opened.resolve();
  }

  private receive({ id, clientOffset }: PeerMessage): void {
    const { load } = this;
    load.frames += 1;
    const number = load.numberOf(clientOffset);
    if (number === null) return;
    if (id < this.last) load.outOfOrder += 1;
    this.last = Math.max(this.last, id);
    if (this.has.has(number)) load.duplicated += 1;
    else this.take(number);
  }

  private take(number: number): void {
    this.has.add(number);
    this.load.wasDelivered(number);
  }
}
