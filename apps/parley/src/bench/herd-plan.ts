import type { MixedPlan, MixedResult } from './mixed-plan.js';

/** `seconds`: how long it is steady before the gateway is killed. */
export type HerdPlan = MixedPlan;

export interface HerdResult extends MixedResult {
  measuredSeconds: number;
  /** Connections that the killed gateway took along. */
  dropped: number;
  /** From the kill until every device was connected again and had what it missed; null: not all came. */
  backSeconds: number | null;
  /** Devices that were not there at the end, and answers that ended a session. */
  sessionsLost: number;
  /** Tries that were turned away before the upgrade, and that found nobody. */
  turnedAway: number;
  unreachable: number;
}

/** The phases that this load generator tells of besides the common ones. */
export const BACK = 'back';
