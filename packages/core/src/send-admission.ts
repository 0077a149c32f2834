/**
 * How many sends to one shard a gateway lets be under way at a time. Too few leave the shard idle, too many wait for each other:
 * beyond what a shard stores a second, each more only makes all of them late. Nobody knows that number beforehand, so it is found by
 * how long sends take.
 */
export const ADMISSION = {
  /** Of a gateway that has seen nothing yet, and what it comes back to when there is room: what comes while a shard pauses for half a second. */
  first: 600,
  /** With batches of fewer than half of these a shard's rounds cost as much and store less. */
  least: 128,
  most: 5_000,
  /** What a send may typically take, from when it was read until it is answered. */
  targetMs: 80,
  /** How often it is decided anew. */
  everyMs: 250,
  /** So long after one had to be refused, nobody comes in before their turn. */
  crowdedMs: 1_000,
  /** Nobody is told to come again sooner, or later. */
  soonestMs: 100,
  latestMs: 5_000,
  /** Of what a shard stores a second, so many come again in that second: the rest is for those who come the first time. */
  comeBackShare: 1 / 3,
  /** What a shard is taken to store a second, at least. */
  leastPerSecond: 500,
} as const;

const GROWTH = 1.1;
const RETURN = 1.25;
const LEAST_LEFT = 0.75;
/** Nearer to the target than this it is left as it is. */
const NEAR = 0.8;
/** What is left of a rate that is not reached any more, after each look. */
const FORGOTTEN = 0.9;

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

/** What a shard stores a second, after so many were let in: a pause does not make it slow at once. */
export function nextPerSecond(perSecond: number, admitted: number, withinMs: number): number {
  return Math.max(ADMISSION.leastPerSecond, perSecond * FORGOTTEN, (admitted / Math.max(1, withinMs)) * 1_000);
}

/** `turnMs`: the turn that was given last. `perSecond`: what the shard stores. */
export type Turns = { readonly turnMs: number; readonly perSecond: number };
export type Turn = { readonly waitMs: number; readonly turnMs: number };

/**
 * When one that is held back may come again: after those who were told so before. Told by chance within some time, so many come too
 * early and are held back once more that saying so takes what storing them would, and a machine that fell behind stays there.
 */
export function nextTurn({ turnMs, perSecond }: Turns, now: number, random: number): Turn {
  const { soonestMs, latestMs, comeBackShare } = ADMISSION;
  const next = Math.max(now + soonestMs, turnMs + 1_000 / (perSecond * comeBackShare));
  const waitMs = next - now;
  if (waitMs <= latestMs) return { waitMs: inSteps(waitMs), turnMs: next };
  // More than have a turn in that time: spread over its second half.
  return { waitMs: inSteps((latestMs * (1 + random)) / 2), turnMs };
}

/** What one is told whose turn is so far away. */
export function turnHint(ms: number): number {
  return Math.max(ADMISSION.soonestMs, inSteps(ms));
}

/** Few different answers: each is encoded once. */
function inSteps(ms: number): number {
  return Math.ceil(ms / 50) * 50;
}
