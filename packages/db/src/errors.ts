/** The write carried an old epoch of a bucket: nothing was written. Refresh the shard map, group again, repeat. */
export class StaleEpoch extends Error {
  override readonly name = 'StaleEpoch';
}

/** The answer to a commit did not come: all of it was written, or nothing. */
export class CommitLost extends Error {
  override readonly name = 'CommitLost';
}

/** SQLSTATE of an error that the server answered with; a network error's code (EPIPE) is none. */
export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('severity' in error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** A lock was not granted within lock_timeout: the caller moves that conversation aside (appendBatch, skipLocked). */
export function isLockTimeout(error: unknown): boolean {
  return sqlState(error) === '55P03';
}

/** The server answered with an error, so the transaction is known not to have happened; anything else is uncertain. */
export function isRefusal(error: unknown): boolean {
  const state = sqlState(error);
  // Class 08 and 57P0x: the connection or server went away, perhaps after the commit.
  return state !== undefined && !state.startsWith('08') && !state.startsWith('57P');
}

/** Turns PY001 of check_buckets into StaleEpoch. */
export async function refusingStale<T>(query: Promise<T>): Promise<T> {
  try {
    return await query;
  } catch (error) {
    if (sqlState(error) === 'PY001') throw new StaleEpoch('the shard map is stale', { cause: error });
    throw error;
  }
}
