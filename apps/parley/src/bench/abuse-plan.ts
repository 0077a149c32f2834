import type { MintedSession } from '@parley/server/cli';

import type { MixedPlan, MixedResult } from './mixed-plan.js';
import type { LatencySummary } from './support/latency.js';
import type { Address } from './support/load-result.js';

/** What is done to the install, in this order; and by how much any of its processes may grow while it lasts. */
export const ABUSES = {
  'socket-flood': { growthMb: 150, what: 'one account sends events as fast as its sockets take them' },
  // Thousands of sockets a second that nobody keeps: on two cores V8 lets them lie until they are three times what is held.
  'connection-flood-address': { growthMb: 300, what: 'one address opens connections and never signs in' },
  'connection-flood-account': { growthMb: 300, what: 'one account opens sockets without end' },
  'oversize-frame': { growthMb: 150, what: 'frames above the limit, on both ways in' },
  // Tens of megabytes a second, as above.
  'endless-frame': { growthMb: 300, what: 'messages in fragments that never end, on both ways in' },
  'slow-loris': { growthMb: 150, what: 'requests, upgrades, bodies and handshakes, a byte a second' },
  // Each hash that is computed takes 19 MiB by design, and what it leaves behind is not given back at once.
  'sign-in-tries': { growthMb: 200, what: '10,000 tries: half at one account, half at as many accounts' },
  // As above.
  'deep-json': { growthMb: 300, what: 'events and request bodies nested 100,000 deep' },
  'compressed-bomb': { growthMb: 150, what: 'compressed frames and request bodies, 200 MB each once they are not' },
  // As above: eighty pages of 500 rows a second are built and forgotten.
  'many-conversations': {
    growthMb: 300,
    what: 'a person with that many conversations lists and syncs them without end',
  },
  // Ten thousand connections are 200 MB by themselves (`bench idle`), and what they say is garbage as above.
  'typing-storm': { growthMb: 400, what: 'everybody in a large group is connected, has it open and types' },
} as const;
export type AbuseName = keyof typeof ABUSES;

export const ABUSE_NAMES = Object.keys(ABUSES) as AbuseName[];

/** How long the others are looked at before and after. */
export const CALM_SECONDS = 6;
export const AFTER_SECONDS = 2;

/** The phase of the others' generator in which the abuse may begin; it goes on until it is told to. */
export const ABUSING = 'abusing';

/** What the generator of the others is told. */
export interface OthersPlan extends Pick<
  MixedPlan,
  'address' | 'sessions' | 'seed' | 'groupShare' | 'ratePerSecond' | 'warmUpSeconds'
> {
  /** Who signs in anew, again and again, while all this goes on. */
  newcomer: MintedSession;
}

export interface Times {
  ack: LatencySummary;
  delivery: LatencySummary;
}

/** Of people who sign in meanwhile, from an address of their own: how long until they are in, and why others were not. */
export interface Newcomers {
  took: LatencySummary;
  refused: Record<string, number>;
}

export interface OthersResult extends MixedResult {
  before: Times;
  during: Times;
  after: Times;
  newcomers: Newcomers;
}

/** What the generator of the abuse is told. */
export interface ThrowPlan {
  name: AbuseName;
  address: Address;
  seconds: number;
  /** Of people of its own. */
  sessions: MintedSession[];
  /** The large group, where one was made. */
  groupId: string | null;
}

export interface Thrown {
  /** What was thrown, and what came back for it, by name. */
  thrown: Record<string, number>;
  answers: Record<string, number>;
  /** How often it was held back in the way that it has to be. */
  heldBack: number;
}
