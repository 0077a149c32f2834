import { useEffect } from 'react';
import { dropFailure, type Failure, tellNotice } from '../../state/notice';
import { shownError, useErrorText } from '../../state/use-error-text';

/** Says what could not be done, once. */
export function FailureNotice({ failure }: { failure: Failure }) {
  const text = useErrorText()(shownError(failure.error));
  useEffect(() => {
    tellNotice(text);
    dropFailure();
  }, [failure, text]);
  return null;
}
