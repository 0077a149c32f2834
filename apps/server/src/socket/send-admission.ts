import { Injectable } from '@nestjs/common';
import { ADMISSION, bucketOf, nextPerSecond, nextSendLimit, nextTurn, turnHint } from '@parley/core';

/** Of whom sends come: a connection. */
export type Sender = {
  giveTurn(at: number): void;
  /** What comes of it waited where nobody read it. */
  isLate(now: number): boolean;
  /** How much before its turn; 0: it was told none, or it is due. */
  earlyMs(now: number): number;
};

/** A send that was let in is over: answered, or refused because those behind this gateway have too much to do. */
export type Over = (how: 'answered' | 'busy', now: number) => void;

/**
 * Which sends are let in: so many may be under way to each shard, and that number follows how long they take (core has the rule).
 * The others are refused here, before anybody has read them: a machine that reads what it can't store gets to store nothing.
 * Apart by shard, so that one that hangs does not hold up the others.
 */
@Injectable()
export class SendAdmission {
  private places: readonly number[] = [];
  private readonly shards = new Map<number, ShardAdmission>();

  /** The shard of each bucket. Without it, or with what was true a while ago, sends are counted together that need not be. */
  learn(shardOf: readonly number[]): void {
    this.places = shardOf;
  }

  /** The shard that a conversation is counted with. */
  shardOf(conversationId: string): number {
    return this.places[bucketOf(conversationId)] ?? -1;
  }

  /** Nobody was refused lately, and no shard has as many under way as it may: there is nothing to ask about a send that nobody has read. */
  hasRoom(now: number): boolean {
    for (const shard of this.shards.values()) if (shard.isFull || shard.isCrowded(now)) return false;
    return true;
  }

  /**
   * 0: it may come in; else how long to wait before coming again. Who comes before the turn that they were told keeps it, whichever
   * crowded shard it was for: among those who wait there is a first and a last, and what waited unread would be answered late.
   */
  waitMs(shard: number, sender: Sender, now: number): number {
    const admission = this.of(shard);
    const earlyMs = admission.isCrowded(now) ? sender.earlyMs(now) : 0;
    if (earlyMs > 0) return turnHint(earlyMs);
    if (sender.isLate(now)) return ADMISSION.soonestMs;
    const waitMs = admission.waitMs(now);
    if (waitMs > 0) sender.giveTurn(now + waitMs);
    return waitMs;
  }

  /** One comes in, to be told when it is over. */
  begin(shard: number, now: number): Over {
    return this.of(shard).begin(now);
  }

  /** Sends that may be under way, over all shards; null: none was asked for yet. */
  get limit(): number | null {
    return this.shards.size === 0 ? null : [...this.shards.values()].reduce((sum, { limit }) => sum + limit, 0);
  }

  private of(shard: number): ShardAdmission {
    const known = this.shards.get(shard);
    if (known !== undefined) return known;
    const admission = new ShardAdmission();
    this.shards.set(shard, admission);
    return admission;
  }
}

class ShardAdmission {
  limit: number = ADMISSION.first;
  perSecond: number = ADMISSION.leastPerSecond;
  /** The last turn that was given to one held back. */
  turnMs = 0;
  private underWay = 0;
  /** When the last one was answered, or the first of those under way was let in. */
  private movedAt = 0;
  private decidedAt = Number.NEGATIVE_INFINITY;
  private took: number[] = [];
  private refusedAt = Number.NEGATIVE_INFINITY;
  private mostUnderWay = 0;
  private admitted = 0;

  get isFull(): boolean {
    return this.underWay >= this.limit;
  }

  /** Somebody had to be refused lately, for want of room. */
  isCrowded(now: number): boolean {
    return now < this.refusedAt + ADMISSION.crowdedMs;
  }

  waitMs(now: number): number {
    if (now >= this.decidedAt + ADMISSION.everyMs) this.decide(now);
    if (!this.isFull) return 0;
    this.refusedAt = now;
    const { waitMs, turnMs } = nextTurn(this, now, Math.random());
    this.turnMs = turnMs;
    return waitMs;
  }

  begin(at: number): Over {
    if (this.underWay === 0) this.movedAt = at;
    this.underWay += 1;
    this.admitted += 1;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
    return (how, now) => {
      this.underWay -= 1;
      this.movedAt = now;
      // Whoever is behind us says that it is too much: as good as having taken too long.
      this.took.push(how === 'busy' ? Math.max(ADMISSION.targetMs * 2, now - at) : now - at);
    };
  }

  private decide(now: number): void {
    this.limit = nextSendLimit(this.limit, { typicalMs: this.typicalMs(now), mostUnderWay: this.mostUnderWay });
    this.perSecond = nextPerSecond(this.perSecond, this.admitted, now - this.decidedAt);
    this.decidedAt = now;
    this.took = [];
    this.mostUnderWay = this.underWay;
    this.admitted = 0;
  }

  private typicalMs(now: number): number | null {
    if (this.took.length > 0) return this.took.toSorted((a, b) => a - b)[this.took.length >> 1] ?? null;
    return this.underWay > 0 ? now - this.movedAt : null;
  }
}
