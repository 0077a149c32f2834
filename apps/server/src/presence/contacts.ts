import { Injectable } from '@nestjs/common';
import { ShardRouter } from '@parley/db';
import { Known } from '../platform/known.js';
import { settleShards } from '../platform/settle-shards.js';
import { directsWith, exchanged } from './presence.repo.js';

const PAIRS = { freshMs: 30_000, max: 100_000 };

/** Who has written to each other: nobody becomes anybody's contact by writing alone. Counts half a minute later at most. */
@Injectable()
export class Contacts {
  private readonly pairs: Known<boolean>;

  constructor(private readonly shards: ShardRouter) {
    this.pairs = new Known((pairs) => this.load(pairs), PAIRS);
  }

  /** Those among these people. */
  async among(userId: string, otherIds: readonly string[]): Promise<Set<string>> {
    if (otherIds.length === 0) return new Set();
    const found = await this.pairs.of(otherIds.map((otherId) => `${userId}:${otherId}`));
    return new Set(otherIds.filter((otherId) => found.get(`${userId}:${otherId}`) === true));
  }

  private async load(pairs: readonly string[]): Promise<Map<string, boolean>> {
    const known = new Map(pairs.map((pair) => [pair, false]));
    for (const [userId, mine] of Map.groupBy(pairs, (pair) => pair.split(':')[0] ?? '')) {
      const others = mine.map((pair) => pair.split(':')[1] ?? '');
      for (const otherId of await this.contactsOf(userId, others)) known.set(`${userId}:${otherId}`, true);
    }
    return known;
  }

  private async contactsOf(userId: string, otherIds: readonly string[]): Promise<string[]> {
    const directs = await directsWith(this.shards.directory, userId, otherIds);
    const groups = this.shards.groupByShard(directs, ({ conversationId }) => conversationId);
    const { answered } = await settleShards(groups, exchanged);
    const found = answered.flatMap(({ items, answer }) =>
      items.filter(({ conversationId }) => answer.has(conversationId)),
    );
    return found.map(({ lowUser, highUser }) => (lowUser === userId ? highUser : lowUser));
  }
}
