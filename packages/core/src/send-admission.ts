/**
 * How many sends to one shard a gateway lets be under way at a time. Too few leave the shard idle, too many wait for each other:
 * beyond what a shard stores a second, each more only makes all of them late. Nobody knows that number beforehand, so it is found by
 * how long sends take.
 */
export const ADMISSION = {
  /** Of a gateway that has seen nothing yet, and what it comes back to when there is room: what comes while a shard pauses for half a second. */
  first: 800,
  /** With batches of fewer than half of these a shard's rounds cost as much and store less. */
  least: 128,
  most: 5_000,
  /** What a send may typically take, from when it was read until it is answered. */
  targetMs: 150,
  /** How often it is decided anew. */
  everyMs: 250,
  /** Nobody is told to come again sooner. */
  soonestMs: 100,
  /** The time over which those who are held back are spread: for one that is held back for each that is let in, and at most. */
  spreadMs: 500,
  mostSpreadMs: 5_000,
} as const;

const GROWTH = 1.1;
const RETURN = 1.25;
const LEAST_LEFT = 0.75;
/** Nearer to the target than this it is left as it is. */
const NEAR = 0.8;

export type SendsSeen = {
  /** What half of the answered sends took at most; when none was answered, how long that has been so. null: nothing was there. */
  readonly typicalMs: number | null;
  /** The most that were under way at a time. */
  readonly mostUnderWay: number;
};

/** The limit for the next while, after what was seen under the present one. */
export function nextSendLimit(limit: number, { typicalMs, mostUnderWay }: SendsSeen): number {
  const { targetMs, first, least, most } = ADMISSION;
  if (typicalMs !== null && typicalMs > targetMs) {
    return Math.max(least, Math.floor(limit * Math.max(LEAST_LEFT, targetMs / typicalMs)));
  }
  const isUsedUp = mostUnderWay >= limit;
  if (!isUsedUp) return limit < first ? Math.min(first, Math.ceil(limit * RETURN)) : limit;
  const hasRoom = typicalMs !== null && typicalMs < targetMs * NEAR;
  return hasRoom ? Math.min(most, Math.ceil(limit * GROWTH)) : limit;
}

/**
 * When one that is held back may come again: the more of them there are for each that is let in, the longer the time over which they are
 * spread. Each gets a moment of its own in it: told the same, all would come back together, and be held back together.
 */
export function comeBackMs({ asked, admitted }: { asked: number; admitted: number }, random: number): number {
  const { soonestMs, spreadMs, mostSpreadMs } = ADMISSION;
  const share = asked / Math.max(1, admitted);
  const within = Math.min(mostSpreadMs, Math.max(spreadMs, share * spreadMs));
  return soonestMs + Math.round((within * random) / 50) * 50;
}
