import type { MixedPlan, MixedResult } from './mixed-plan.js';

/** The measured time ends when the bench says that everything is restarted. */
export type DrainPlan = Omit<MixedPlan, 'seconds'>;

export interface DrainResult extends MixedResult {
  /** How long was measured. */
  measuredSeconds: number;
  /** Connections that ended after the device was told to go elsewhere, and without a word. */
  ends: { told: number; untold: number };
}
