import { setTimeout as sleep } from 'node:timers/promises';

import type { MintedSession } from '@parley/server/cli';

import { type Call, Rest } from '../bench/support/rest.js';
import type { Journal } from './journal.js';

export interface DoorOptions {
  address: { host: string; port: number };
  sessions: readonly MintedSession[];
  journal: Journal;
}

interface Opened {
  rest: Rest;
  journal: Journal;
  conversation: string;
  owner: MintedSession;
  staying: readonly MintedSession[];
  guests: MintedSession[];
}

/** Who stays, the one who opens first, and who comes and goes. */
const STAY = 5;
const GUESTS = 30;
const AT_ONCE = 3;
const PAUSE_MS = 400;
const AGAIN_MS = 500;
const ANSWER_MS = 10_000;

/** A group whose owner brings people in and takes them out without a pause, whatever else is broken meanwhile. */
export class Door {
  readonly conversation: string;
  private readonly rest: Rest;
  private readonly journal: Journal;
  private readonly owner: MintedSession;
  private readonly staying: ReadonlySet<string>;
  /** Those who may be moved. */
  private readonly outside: MintedSession[];
  private readonly inside: MintedSession[] = [];
  private turning: Promise<void> | null = null;
  private shut = false;

  private constructor({ rest, journal, conversation, owner, staying, guests }: Opened) {
    this.rest = rest;
    this.journal = journal;
    this.conversation = conversation;
    this.owner = owner;
    this.staying = new Set(staying.map(({ userId }) => userId));
    this.outside = guests;
  }

  /** Before anything is broken. */
  static async open({ address, sessions, journal }: DoorOptions): Promise<Door> {
    const staying = sessions.slice(0, STAY);
    const [owner, ...others] = staying;
    if (owner === undefined) throw new Error('nobody is there');
    const rest = new Rest(address);
    const conversation = await rest.group(owner, others);
    const guests = sessions.slice(STAY, STAY + GUESTS);
    journal.write({ note: 'door', conversation, guests: guests.map(({ userId }) => userId) });
    return new Door({ rest, journal, conversation, owner, staying, guests });
  }

  isOf({ userId }: MintedSession): boolean {
    return this.staying.has(userId);
  }

  turn(random: () => number): void {
    const lanes = Array.from({ length: AT_ONCE }, () => this.turnOn(random));
    this.turning = Promise.all(lanes).then(() => undefined);
    // Whoever closes hears of it.
    this.turning.catch(() => undefined);
  }

  /** Resolves when the last one is known to be in or out. */
  async close(): Promise<void> {
    this.shut = true;
    await this.turning;
  }

  private async turnOn(random: () => number): Promise<void> {
    while (!this.shut) {
      const isIn = this.inside.length === 0 || (this.outside.length > 0 && random() < 0.5);
      const from = isIn ? this.outside : this.inside;
      const [guest] = from.splice(Math.floor(random() * from.length), 1);
      if (guest !== undefined) await this.move(guest, isIn);
      await sleep(PAUSE_MS * random());
    }
  }

  private async move(guest: MintedSession, isIn: boolean): Promise<void> {
    const { userId } = guest;
    const path = `/conversations/${this.conversation}/members`;
    const isCertain = await this.insist(
      isIn ? { method: 'POST', path, body: { userIds: [userId] } } : { method: 'DELETE', path: `${path}/${userId}` },
    );
    this.journal.write({ note: 'moved', conversation: this.conversation, user: userId, isIn });
    if (isCertain) (isIn ? this.inside : this.outside).push(guest);
  }

  /**
   * Until it is so. False: it took more than one call, so one that got no answer may still be done, however late: nobody must ask
   * for the opposite any more.
   */
  private async insist(call: Call): Promise<boolean> {
    for (let calls = 1; ; calls += 1) {
      const signal = AbortSignal.timeout(ANSWER_MS);
      const answer = await this.rest.once(this.owner, { ...call, signal }).catch(() => null);
      // Not in it: the call before did it, and its answer got lost.
      if (answer !== null && (answer.status < 300 || answer.text.includes('MEMBER_NOT_FOUND'))) return calls === 1;
      // Refused for another reason: it will be for ever.
      if (answer !== null && answer.status < 500 && answer.status !== 429)
        throw new Error(`${call.path}: ${answer.text}`);
      await sleep(AGAIN_MS);
    }
  }
}
