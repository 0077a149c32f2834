/** Fixed for ever: a bucket is the unit that moves between shards, and ids never change their bucket. */
export const BUCKETS = 512;

const MASK = (1n << 64n) - 1n;

/**
 * The bucket of a conversation or user id, 0..511. Snowflake ids share their low bits (worker, sequence), so a plain
 * modulo would crowd few buckets; the splitmix64 finaliser spreads every bit.
 */
export function bucketOf(id: bigint | string): number {
  let x = BigInt.asUintN(64, BigInt(id));
  x = ((x ^ (x >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
  x = ((x ^ (x >> 27n)) * 0x94d049bb133111ebn) & MASK;
  x ^= x >> 31n;
  return Number(x & BigInt(BUCKETS - 1));
}
