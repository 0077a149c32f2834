import { ParleyError, type ErrorCode } from '@parley/contract';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';

export type ShownError = { readonly code: ErrorCode; readonly details: Record<string, unknown> };

/** What is shown of anything that was thrown: a code of the contract, or INTERNAL. */
export function shownError(error: unknown): ShownError {
  return error instanceof ParleyError
    ? { code: error.code, details: error.details }
    : { code: 'INTERNAL', details: {} };
}

/** The sentence for an error in the person's language. */
export function useErrorText(): (error: ShownError) => string {
  const translate = useTranslations('errors');
  return useCallback(
    ({ code, details }) => {
      const retryAfterMs = typeof details['retryAfterMs'] === 'number' ? details['retryAfterMs'] : 0;
      const reason = details['reason'] === 'signed-out' ? 'signedOut' : String(details['reason']);
      const trace = typeof details['traceId'] === 'string' ? details['traceId'] : 'none';
      // Only some sentences take the arguments; the others ignore them.
      return translate(
        code as 'LOGIN_LIMITED',
        { seconds: Math.ceil(retryAfterMs / 1000), reason, trace } as { seconds: number },
      );
    },
    [translate],
  );
}
