import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { PrismaClient as DirectoryClient } from './generated/directory/client.js';
import { PrismaClient as ShardClient } from './generated/shard/client.js';
import { openPool, type PoolOptions } from './pools.js';
import { inTransaction, type Tx } from './tx.js';

/** The inside of Prisma's interactive transaction, for helpers (audit, outbox) that speak SQL. */
type RawClient = { $queryRawUnsafe<R>(text: string, ...values: unknown[]): Promise<R> };

function asTx(client: RawClient): Tx {
  return { query: (text, values = []) => client.$queryRawUnsafe(text, ...values) };
}

/** The global database: people, devices, settings, the shard map. */
export class Directory {
  readonly name = 'directory';
  readonly pool: pg.Pool;
  #prisma: DirectoryClient | undefined;

  constructor(url: string, options: PoolOptions) {
    this.pool = openPool({ name: this.name, url }, options);
  }

  /** Prisma's client for what isn't hot, on the same pool; made at first use. */
  get prisma(): DirectoryClient {
    return (this.#prisma ??= new DirectoryClient({ adapter: new PrismaPg(this.pool) }));
  }

  tx<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return inTransaction(this.pool, work);
  }

  /** One transaction for Prisma's calls and for the helpers that take a Tx. */
  prismaTx<T>(work: (prisma: Omit<DirectoryClient, `$${string}`>, tx: Tx) => Promise<T>): Promise<T> {
    return this.prisma.$transaction((inner) => work(inner, asTx(inner)));
  }

  async close(): Promise<void> {
    await this.#prisma?.$disconnect();
    await this.pool.end();
  }
}

/** What a shard's caller believes about a bucket; the shard compares the epoch inside the write. */
export type BucketEpochs = { epochOf(bucket: number): number };

export type ShardOptions = { id: number; name: string; url: string; map: BucketEpochs; pool: PoolOptions };

/** Append, with the rights that it loads before, and fan-out: one statement each at a time. */
const LANES = 2;

/** One shard: its pool, and the epochs that its writes carry. */
export class Shard {
  readonly id: number;
  readonly name: string;
  readonly pool: pg.Pool;
  /** Connections that only the lanes use: a send never waits behind reads. */
  readonly lanes: pg.Pool;
  readonly #map: BucketEpochs;
  #prisma: ShardClient | undefined;

  constructor(options: ShardOptions) {
    this.id = options.id;
    this.name = options.name;
    this.#map = options.map;
    const identify = (client: pg.PoolClient): Promise<void> => checkIdentity(client, options.name);
    this.pool = openPool(options, options.pool, identify);
    this.lanes = openPool(options, { ...options.pool, size: LANES }, identify);
  }

  /** The epoch of the map as it is now; a write that carries an old one is refused by the shard. */
  epochOf(bucket: number): number {
    return this.#map.epochOf(bucket);
  }

  /** Prisma's client for what isn't hot, on the same pool; made at first use. */
  get prisma(): ShardClient {
    return (this.#prisma ??= new ShardClient({ adapter: new PrismaPg(this.pool) }));
  }

  tx<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return inTransaction(this.pool, work);
  }

  /** One transaction for Prisma's calls and for the helpers that take a Tx. */
  prismaTx<T>(work: (prisma: Omit<ShardClient, `$${string}`>, tx: Tx) => Promise<T>): Promise<T> {
    return this.prisma.$transaction((inner) => work(inner, asTx(inner)));
  }

  async close(): Promise<void> {
    await this.#prisma?.$disconnect();
    await Promise.all([this.pool.end(), this.lanes.end()]);
  }
}

/** Either kind, for what every database has: outbox, audit chain. */
export type Database = Directory | Shard;

/** Two swapped URLs must not be able to write into each other's place. */
async function checkIdentity(client: pg.PoolClient, expected: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>('select name from shard_meta');
  const found = rows[0]?.name ?? 'no shard';
  if (found !== expected) throw new Error(`the url of ${expected} leads to a database that says it is ${found}`);
}
