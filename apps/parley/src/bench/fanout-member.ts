import type { MintedSession } from '@parley/server/cli';

import type { FanoutPlan } from './fanout-plan.js';
import type { WireMeter } from './support/link.js';

export interface MemberSeat {
  number: number;
  session: MintedSession;
  /** Whether it has the conversation open and gets what is said, or hears of the head. */
  isOpen: boolean;
}

/** A member's device, whatever it speaks. */
export interface FanoutMember {
  /** By the number of the send. */
  readonly has: ReadonlySet<number>;
  readonly head: number;
  open: () => Promise<void>;
  close: () => void;
  beat: () => Promise<unknown>;
  headNow: () => Promise<number>;
  /** Its place. */
  say: (key: string, text: string) => Promise<number>;
  /** What a device does that finds itself behind the head. */
  pull: (after: number) => Promise<void>;
}

/** What members tell of what they get. */
export interface FanoutWatch {
  readonly plan: FanoutPlan;
  readonly meter: WireMeter;
  readonly trouble: Record<string, number>;
  readonly stopping: boolean;
  frames: number;
  duplicated: number;
  outOfOrder: number;
  pulled: number;
  numberOf: (key: string) => number | null;
  wasDelivered: (number: number) => void;
  headWasTold: (before: number, now: number) => void;
}
