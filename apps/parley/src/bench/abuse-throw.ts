import { accountFlood, addressFlood, slowLoris } from './abuse-connections.js';
import { compressedBomb, deepJson, endlessFrame, oversizeFrame } from './abuse-frames.js';
import { manyConversations, signInTries } from './abuse-people.js';
import type { AbuseName, Thrown, ThrowPlan } from './abuse-plan.js';
import { socketFlood, typingStorm } from './abuse-sockets.js';
import { serveGenerator } from './support/generator.js';
import { Tally } from './support/tally.js';

/** Until about that moment; how often it was held back as it has to be. */
type Throw = (plan: ThrowPlan, until: number, tally: Tally) => Promise<number>;

const THROWS: Record<AbuseName, Throw> = {
  'socket-flood': socketFlood,
  'connection-flood-address': addressFlood,
  'connection-flood-account': accountFlood,
  'oversize-frame': oversizeFrame,
  'endless-frame': endlessFrame,
  'slow-loris': slowLoris,
  'sign-in-tries': signInTries,
  'deep-json': deepJson,
  'compressed-bomb': compressedBomb,
  'many-conversations': manyConversations,
  'typing-storm': typingStorm,
};

async function work(plan: ThrowPlan): Promise<Thrown> {
  const tally = new Tally();
  const heldBack = await THROWS[plan.name](plan, performance.now() + plan.seconds * 1_000, tally);
  const { thrown, answers } = tally;
  return { thrown, answers, heldBack };
}

serveGenerator((plan: ThrowPlan) => work(plan));
