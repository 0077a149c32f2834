import type { Redis } from 'ioredis';

const SLICES = 1_000n;
const keyOf = (userId: string): string => `online:status:${BigInt(userId) % SLICES}`;

/** When people were last seen: a hash in a thousand slices. Only a memory; what is lost reads as "unknown". */
export class PresenceStore {
  constructor(private readonly redis: Redis) {}

  async seen(people: readonly { userId: string; at: number }[]): Promise<void> {
    const pipeline = this.redis.pipeline();
    for (const { userId, at } of people) pipeline.hset(keyOf(userId), userId, String(at));
    await pipeline.exec();
  }

  async lastSeen(userIds: readonly string[]): Promise<(number | null)[]> {
    const pipeline = this.redis.pipeline();
    for (const userId of userIds) pipeline.hget(keyOf(userId), userId);
    const results = (await pipeline.exec()) ?? [];
    return userIds.map((_, index) => {
      const value = results[index]?.[1];
      return typeof value === 'string' ? Number(value) : null;
    });
  }
}
