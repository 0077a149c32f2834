import { bucketOf } from '@parley/core';
import { Directory, Shard } from './database.js';
import { StaleEpoch } from './errors.js';
import { groupBy } from './group-by.js';
import { DEFAULT_POOL, type PoolOptions } from './pools.js';
import { ShardMap } from './shard-map.js';

export type DatabaseUrls = {
  directoryUrl: string;
  /** Names are for ever; their order means nothing once the directory knows them. */
  shards: readonly { name: string; url: string }[];
};

export type ShardOutcome<T> = { shard: Shard; ok: true; value: T } | { shard: Shard; ok: false; error: unknown };

/** The one way to a database. The key is unavoidable: there is no "any shard". */
export class ShardRouter {
  readonly directory: Directory;
  readonly map: ShardMap;
  readonly #shards = new Map<number, Shard>();

  private constructor(urls: DatabaseUrls, pool: PoolOptions) {
    this.directory = new Directory(urls.directoryUrl, pool);
    this.map = new ShardMap(this.directory);
  }

  /** Needs a migrated directory; a shard that is down only fails its own users. */
  static async open(urls: DatabaseUrls, pool: Partial<PoolOptions> = {}): Promise<ShardRouter> {
    const router = new ShardRouter(urls, { ...DEFAULT_POOL, ...pool });
    try {
      await router.#openShards(urls, { ...DEFAULT_POOL, ...pool });
      await router.map.refresh();
    } catch (error) {
      await router.close();
      throw error;
    }
    return router;
  }

  forConversation(conversationId: string | bigint): Shard {
    return this.byId(this.map.shardOf(bucketOf(conversationId)));
  }

  forUser(userId: string | bigint): Shard {
    return this.byId(this.map.shardOf(bucketOf(userId)));
  }

  /** For what names a shard by itself: outbox rows, jobs, markers. */
  byId(shardId: number): Shard {
    const shard = this.#shards.get(shardId);
    if (shard === undefined) throw new Error(`no url is configured for shard ${shardId}`);
    return shard;
  }

  get shards(): readonly Shard[] {
    return [...this.#shards.values()];
  }

  /** For workers and operator commands. A dead shard is an outcome, not an exception: the others go on. */
  eachShard<T>(work: (shard: Shard) => Promise<T>): Promise<ShardOutcome<T>[]> {
    return Promise.all(
      this.shards.map(async (shard): Promise<ShardOutcome<T>> => {
        try {
          return { shard, ok: true, value: await work(shard) };
        } catch (error) {
          return { shard, ok: false, error };
        }
      }),
    );
  }

  /** Groups ids by the shard that holds them, for one batched query per shard. */
  groupByShard<T>(items: Iterable<T>, idOf: (item: T) => string): Map<Shard, T[]> {
    return groupBy(items, (item) => this.byId(this.map.shardOf(bucketOf(idOf(item)))));
  }

  /** Repeats work once with a fresh map after a StaleEpoch. The work groups its ids itself: they may have moved. */
  async withFreshMap<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StaleEpoch)) throw error;
      await this.map.refresh();
      return work();
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.directory.close(), ...this.shards.map((shard) => shard.close())]);
  }

  /** The directory says which names there are; each needs a url, and a url needs a name. */
  async #openShards(urls: DatabaseUrls, pool: PoolOptions): Promise<void> {
    const { rows } = await this.directory.pool.query<{ id: number; name: string }>(
      'select id, name from shard order by id',
    );
    const given = new Map(urls.shards.map(({ name, url }) => [name, url]));
    for (const { id, name } of rows) {
      const url = given.get(name);
      if (url === undefined) throw new Error(`no url is configured for ${name}, which holds data`);
      given.delete(name);
      this.#shards.set(id, new Shard({ id, name, url, map: this.map, pool }));
    }
    if (given.size > 0) throw new Error(`the directory does not know ${[...given.keys()].join(', ')}: migrate first`);
  }
}
