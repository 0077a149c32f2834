import { ParleyError } from '@parley/contract';

/** SQLSTATE classes that say: a lock, a deadlock; try again. */
const LOCKED = new Set(['55P03', '40P01', '40001']);

const NO_CONNECTION = new Set(['ECONNREFUSED', 'ENOENT', 'ENOTFOUND']);
/** Of the pool: none was free in time; a new one was not opened in time. */
const NO_CONNECTION_IN_TIME = ['timeout exceeded when trying to connect', 'terminated due to connection timeout'];

/**
 * What a failed statement means for the sends in it. An SQLSTATE is the database's word that the transaction is rolled
 * back. No SQLSTATE after the statement went out: the answer was lost, it may have committed.
 */
export function failureOf(error: unknown, when: 'sent' | 'nothing-sent'): ParleyError {
  if (error instanceof ParleyError) return error;
  const code = sqlStateOf(error);
  if (code === null) {
    return when === 'sent' && !neverConnected(error) ? new ParleyError('UNCERTAIN') : unavailable();
  }
  // Ended because it took too long: rolled back, and once more would take as long.
  if (code === '57014') return unavailable();
  if (LOCKED.has(code)) return new ParleyError('BUSY', { retryAfterMs: 300 });
  // 57P0x: shutting down or starting; 53: out of disk, memory, connections; 25006: read only.
  if (code.startsWith('57P') || code.startsWith('53') || code.startsWith('58') || code === '25006') {
    // A backend that is killed reports 57P01 whether or not its commit went through.
    return when === 'sent' && code.startsWith('57P0') && code !== '57P03'
      ? new ParleyError('UNCERTAIN')
      : unavailable();
  }
  return new ParleyError('INTERNAL');
}

function unavailable(): ParleyError {
  return new ParleyError('UNAVAILABLE', { part: 'database', retryAfterMs: 1_000 });
}

function sqlStateOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  return /^[0-9A-Z]{5}$/.test(error.code) && /\d/.test(error.code) ? error.code : null;
}

/** The statement can't have gone out: there was no connection to send it on. */
function neverConnected(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  // lint-allow no-error-text -- the pool's own time-outs have neither a code nor a class
  return NO_CONNECTION.has(code) || NO_CONNECTION_IN_TIME.some((text) => error.message.includes(text));
}
