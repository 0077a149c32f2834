import type { Redis } from 'ioredis';

type Kind = { readonly prefix: string; readonly ttlS: number };

/** `ttlS`: interests of gateways that died, or lost theirs, stay at most this long; the lease tells who is dead. */
export const INTERESTS = {
  /** In a read-mode conversation: a connection watches it or is a member's. */
  rooms: { prefix: 'parley:room:', ttlS: 7 * 24 * 3600 },
  /** In a person: a connection has them on its screen. */
  looks: { prefix: 'parley:looked:', ttlS: 120 },
} as const satisfies Record<string, Kind>;

/**
 * Which gateways want to hear of something: a set of boot ids each. So handing out what is new there needs one look-up, however
 * many people hear of it.
 */
export class Interests {
  constructor(
    private readonly redis: Redis,
    private readonly kind: Kind,
  ) {}

  async add(bootId: string, ids: readonly string[]): Promise<void> {
    const pipeline = this.redis.pipeline();
    for (const id of ids) {
      pipeline.sadd(this.key(id), bootId);
      pipeline.expire(this.key(id), this.kind.ttlS);
    }
    const failed = (await pipeline.exec())?.find(([error]) => error !== null);
    if (failed?.[0] !== undefined && failed[0] !== null) throw failed[0];
  }

  async remove(bootId: string, ids: readonly string[]): Promise<void> {
    const pipeline = this.redis.pipeline();
    for (const id of ids) pipeline.srem(this.key(id), bootId);
    await pipeline.exec();
  }

  /** Boot ids by what they want to hear of, the dead ones too. */
  async of(ids: readonly string[]): Promise<Map<string, string[]>> {
    if (ids.length === 0) return new Map();
    const pipeline = this.redis.pipeline();
    for (const id of ids) pipeline.smembers(this.key(id));
    const results = (await pipeline.exec()) ?? [];
    return new Map(
      ids.map((id, index) => {
        const [error, members] = results[index] ?? [null, []];
        if (error !== null) throw error;
        return [id, members as string[]];
      }),
    );
  }

  private key(id: string): string {
    return `${this.kind.prefix}${id}`;
  }
}
