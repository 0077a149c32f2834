import type { Message, MessageSent, ParleyError } from '@parley/contract';
import { createNodePorts, ParleyClient } from '@parley/sdk';
import type { Session } from '../../support/device.js';
import { PATIENCE_MS, sleep } from '../../support/wait.js';

/** What one device sent and got told. */
export type Ack = { conversationId: string; senderId: string; clientMsgId: string; number: number; sent: MessageSent };

/** One device with the real client, which is what has to come through a fault without a hand. */
class Member {
  readonly client: ParleyClient;
  readonly acks: Ack[] = [];
  readonly failures: string[] = [];
  /** Sends without an answer yet. */
  waiting = 0;
  /** Messages that reached this device, by seq, and how many of them reached it twice. */
  readonly seen = new Map<number, Message>();
  twice = 0;
  private number = 0;

  constructor(
    readonly session: Session,
    url: string,
  ) {
    this.client = new ParleyClient({ ports: createNodePorts({ url }) });
    this.client.onMessage((message) => {
      if (this.seen.has(message.seq)) this.twice += 1;
      this.seen.set(message.seq, message);
    });
  }

  async start(): Promise<void> {
    const { userId, deviceId, token } = this.session;
    await this.client.adopt({
      accessToken: token,
      accessExpiresAt: Date.now() + 14 * 60_000,
      serverTime: Date.now(),
      me: {
        userId,
        deviceId,
        login: userId,
        name: userId,
        active: true,
        role: 'member',
        locale: null,
        orgName: 'test',
      },
    });
    await this.client.start();
    await this.client.whenOnline(PATIENCE_MS);
  }

  /** The text carries the place in the order in which this device sent. */
  send(): void {
    this.number += 1;
    const { number } = this;
    const { conversationId, userId: senderId } = this.session;
    // Now and then in the thread of what was said first.
    const thread = number % REPLY_EVERY === 0 && this.seen.has(1) ? { thread: { seq: 1 } } : {};
    const clientMsgId = this.client.send(conversationId, `${senderId} ${number} 你好`, thread);
    this.waiting += 1;
    this.client.whenSent(clientMsgId).then(
      (sent) => {
        this.waiting -= 1;
        this.acks.push({ conversationId, senderId, clientMsgId, number, sent });
      },
      (error: ParleyError) => {
        this.waiting -= 1;
        this.failures.push(error.code);
      },
    );
  }

  /** Replies that this device knows of; 0 for one that follows no thread. */
  get replies(): number {
    return this.client.threads.getSnapshot().items[0]?.count ?? 0;
  }

  /** Acked up to here: every seq of the conversation reached the device, and its cursor stands at the head of its inbox. */
  hasAll(headSeq: number): boolean {
    return this.waiting === 0 && this.seen.size === headSeq && this.client.connection.getSnapshot().synced;
  }
}

const REPLY_EVERY = 8;
/** Sends of one device that leave without waiting for each other's acks. */
const BURST = 4;

/** Pairs of people who talk without a pause, at a bounded rate. */
export class Crowd {
  private talking: Promise<void> | null = null;
  private quiet = false;

  private constructor(readonly members: readonly Member[]) {}

  /** Everybody online; `urlOf` says through which gateway. */
  static async gather(sessions: readonly Session[], urlOf: (index: number) => string): Promise<Crowd> {
    const crowd = new Crowd(sessions.map((session, index) => new Member(session, urlOf(index))));
    await Promise.all(crowd.members.map((member) => member.start()));
    return crowd;
  }

  /** Sends at this rate, evenly over all devices, until told to be quiet: several at once, so that some are in flight. */
  talk(perSecond: number): void {
    this.quiet = false;
    this.talking = (async () => {
      const began = performance.now();
      for (let count = 0; !this.quiet; count += 1) {
        for (let burst = 0; burst < BURST; burst += 1) this.members[count % this.members.length]?.send();
        const ahead = (count * BURST * 1_000) / perSecond - (performance.now() - began);
        if (ahead > 0) await sleep(ahead);
        else if (count % 20 === 0) await sleep(0);
      }
    })();
  }

  async hush(): Promise<void> {
    this.quiet = true;
    await this.talking;
    this.talking = null;
  }

  get acks(): Ack[] {
    return this.members.flatMap((member) => member.acks);
  }

  async leave(): Promise<void> {
    await this.hush();
    await Promise.all(this.members.map((member) => member.client.stop()));
  }
}
