import type { Redis } from 'ioredis';

/** Interests of gateways that died stay at most this long; the lease tells that they are dead. */
const INTEREST_TTL_S = 7 * 24 * 3600;

const interestKey = (conversationId: string): string => `parley:room:${conversationId}`;

/**
 * Which gateways want to hear of a read-mode conversation, because a connection of theirs watches it or is a member's: a set of
 * boot ids per conversation. So handing out what is said there needs one look-up, however many the members are.
 */
export class Interests {
  constructor(private readonly redis: Redis) {}

  async add(bootId: string, conversationIds: readonly string[]): Promise<void> {
    const pipeline = this.redis.pipeline();
    for (const conversationId of conversationIds) {
      pipeline.sadd(interestKey(conversationId), bootId);
      pipeline.expire(interestKey(conversationId), INTEREST_TTL_S);
    }
    const failed = (await pipeline.exec())?.find(([error]) => error !== null);
    if (failed?.[0] !== undefined && failed[0] !== null) throw failed[0];
  }

  async remove(bootId: string, conversationIds: readonly string[]): Promise<void> {
    const pipeline = this.redis.pipeline();
    for (const conversationId of conversationIds) pipeline.srem(interestKey(conversationId), bootId);
    await pipeline.exec();
  }

  /** Boot ids by conversation, the dead ones too. */
  async of(conversationIds: readonly string[]): Promise<Map<string, string[]>> {
    if (conversationIds.length === 0) return new Map();
    const pipeline = this.redis.pipeline();
    for (const conversationId of conversationIds) pipeline.smembers(interestKey(conversationId));
    const results = (await pipeline.exec()) ?? [];
    return new Map(
      conversationIds.map((conversationId, index) => {
        const [error, members] = results[index] ?? [null, []];
        if (error !== null) throw error;
        return [conversationId, members as string[]];
      }),
    );
  }
}
