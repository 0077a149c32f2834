import type { Timeline } from '@parley/sdk';
import { useEffect, useEffectEvent, useState } from 'react';
import { usePlace } from '../../state/location';
import { tellNotice } from '../../state/notice';
import { NO_SEQ } from '../../state/place';
import { shownError, useErrorText } from '../../state/use-error-text';
import { requestJump } from './jump-requests';

export type LinkedMessage = {
  /** What the address names; null: nothing. */
  readonly seq: number | null;
  /** Whether it is there is not known yet. */
  readonly looking: boolean;
  /** It is not, or not for me. */
  readonly gone: boolean;
};

/** The message that the address names: by a link, a reload, or on the way back and forward. */
export function useLinkedMessage(timeline: Timeline): LinkedMessage {
  const { message: seq } = usePlace();
  const errorText = useErrorText();
  const [looked, setLooked] = useState<{ seq: number; gone: boolean } | null>(null);
  const { conversationId } = timeline;
  const tellFailed = useEffectEvent(() => tellNotice(errorText(shownError(timeline.getSnapshot().error))));
  useEffect(() => {
    if (seq === null) return;
    let current = true;
    const looking = seq === NO_SEQ ? Promise.resolve(false) : timeline.loadAround(seq);
    void looking.then((there) => {
      if (!current) return;
      setLooked({ seq, gone: there === false });
      if (there === true) requestJump(conversationId, seq);
      else if (there === null) tellFailed();
    });
    return () => {
      current = false;
    };
  }, [timeline, conversationId, seq]);
  const known = looked?.seq === seq ? looked : null;
  return { seq, looking: seq !== null && known === null, gone: known?.gone === true };
}
