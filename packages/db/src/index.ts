export { appendBatch } from './hot/append.js';
export type { AppendBatch, AppendResult, AppendRow, AppendStatus } from './hot/append.js';
export { fanoutBatch } from './hot/fanout.js';
export type { FanoutEntry, FanoutPart, FanoutResult } from './hot/fanout.js';
export { finishOutbox } from './hot/outbox.js';
export { DEFAULT_POOL, openPool } from './pools.js';
export type { PoolOptions } from './pools.js';
export { Shard } from './shard.js';
