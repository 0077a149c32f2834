import { type ErrorCode, ParleyError, WireError } from '@parley/contract';

/** Codes that end the sign-in of this device: local data is wiped. */
const ENDING: ReadonlySet<ErrorCode> = new Set([
  'REFRESH_INVALID',
  'DEVICE_REVOKED',
  'USER_DISABLED',
  'DEVICE_MISMATCH',
]);

export function endsSession(error: ParleyError): boolean {
  return ENDING.has(error.code);
}

/** Any failure as the one error class; what is not coded counts as not reached. */
export function toParleyError(error: unknown): ParleyError {
  if (error instanceof ParleyError) return error;
  return new ParleyError('UNAVAILABLE', { cause: error instanceof Error ? error.message : String(error) });
}

/** The error of an answer's body, `{ code, message, details }` by itself or under `error`; null when it is none. */
export function wireErrorOf(body: unknown): WireError | null {
  const direct = WireError.safeParse(body);
  if (direct.success) return direct.data;
  if (typeof body !== 'object' || body === null || !('error' in body)) return null;
  const nested = WireError.safeParse(body.error);
  return nested.success ? nested.data : null;
}

export function retryHintMs(error: ParleyError): number | null {
  const hint = error.details['retryAfterMs'];
  return typeof hint === 'number' && Number.isFinite(hint) && hint >= 0 ? hint : null;
}
