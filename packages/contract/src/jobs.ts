import * as z from 'zod';
import { Id } from './ids.js';

/**
 * BullMQ jobs: name → data, queue, attempts. Ids only, never content: the outbox row is the truth, a job is a hint that
 * may be lost or doubled. Additions only: a job written by the last release is read by this one.
 */
export const JOBS = {
  /** Finish outbox rows of a database that the hot path left behind. */
  'outbox.finish': {
    queue: 'fanout',
    attempts: 1,
    data: z.strictObject({ database: z.string(), outboxIds: z.array(Id).min(1).max(200) }),
  },
} as const;
export type JobName = keyof typeof JOBS;
export type JobData<N extends JobName> = z.infer<(typeof JOBS)[N]['data']>;
