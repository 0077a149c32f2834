export { bucketOf, BUCKETS } from './routing.js';
export { checkContent } from './send.js';
export { planFanout, WRITE_FANOUT_MAX_MEMBERS } from './fanout.js';
export type { FanoutInput, FanoutPlan } from './fanout.js';
export { EPOCH_MS, leaseTime, nextSnowflake, WORKER_IDS } from './snowflake.js';
export type { SnowflakeState, SnowflakeStep } from './snowflake.js';
