/** 2026-01-01T00:00:00Z: 41 bits of milliseconds last until 2095. */
export const EPOCH_MS = 1_767_225_600_000;
const WORKER_BITS = 10n;
const SEQUENCE_BITS = 12n;
const SEQUENCE_MAX = 4095;
export const WORKER_IDS = 1024;

export type SnowflakeState = { ms: number; sequence: number };

export type SnowflakeStep = { state: SnowflakeState; id: bigint };

/**
 * The next id. `nowMs` may stand still or go back: ids never do, because the state only moves forward and a full
 * millisecond borrows from the next one.
 */
export function nextSnowflake(state: SnowflakeState, nowMs: number, workerId: number): SnowflakeStep {
  const next = advance(state, nowMs);
  const id =
    (BigInt(next.ms - EPOCH_MS) << (WORKER_BITS + SEQUENCE_BITS)) |
    (BigInt(workerId) << SEQUENCE_BITS) |
    BigInt(next.sequence);
  return { state: next, id };
}

function advance(state: SnowflakeState, nowMs: number): SnowflakeState {
  if (nowMs > state.ms) return { ms: nowMs, sequence: 0 };
  if (state.sequence < SEQUENCE_MAX) return { ms: state.ms, sequence: state.sequence + 1 };
  return { ms: state.ms + 1, sequence: 0 };
}

/**
 * Time for ids: the lease's high water or the wall clock at the start of the lease, whichever is later, plus what a
 * monotonic clock counted since. A stepped wall clock can't move it.
 */
export function leaseTime(
  lease: { highWaterMs: number; wallMs: number; monotonicMs: number },
  monotonicNowMs: number,
): number {
  return Math.max(lease.highWaterMs + 1, lease.wallMs) + Math.max(0, Math.floor(monotonicNowMs - lease.monotonicMs));
}
