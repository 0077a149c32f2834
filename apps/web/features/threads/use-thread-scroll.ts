import type { ThreadSnapshot } from '@parley/sdk';
import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useClient } from '../../state/client';
import { useLooking } from '../../state/use-focus';
import { useEndRequests } from '../timeline/end-requests';
import type { TimelineRow } from '../timeline/rows';
import { NEAR_END, type TimelineScroll, useTimelineScroll } from '../timeline/use-timeline-scroll';

type ThreadScroll = Pick<TimelineScroll, 'virtual' | 'list' | 'scroller'> & {
  /** What stands above the replies, and scrolls with them. */
  readonly top: RefObject<HTMLDivElement | null>;
};

/** On a line of the pane. */
const LINE_CHARS = 42;
/** Until it is known where they begin. */
const NOT_PLACED: readonly TimelineRow[] = [];

/** As the timeline does it: opens at the first new reply, else at the newest; follows what is said while at the end. */
export function useThreadScroll(rows: readonly TimelineRow[], snapshot: ThreadSnapshot): ThreadScroll {
  const client = useClient();
  const { conversationId, seq } = snapshot;
  const { top, above } = useTop();
  const source = useMemo(() => {
    const loadOlder = (): Promise<void> => client.thread(conversationId, seq).loadOlder();
    // It always reaches to the newest reply.
    return { loadOlder, loadNewer: () => Promise.resolve(), loadNewest: () => Promise.resolve() };
  }, [client, conversationId, seq]);
  const placed = above > 0 ? rows : NOT_PLACED;
  const { virtual, list, scroller, toEnd } = useTimelineScroll({
    rows: placed,
    source,
    snapshot: { ...snapshot, hasNewer: false, loadingNewer: false },
    room: { above, top: 0, lineChars: LINE_CHARS },
  });
  useEndRequests(seq, toEnd);
  useReading(scroller, snapshot, placed.length > 0);
  return { virtual, list, scroller, top };
}

/**
 * What is above grows after it was drawn, as a reaction does: what one reads stays where it is, and the end in sight. It is looked
 * at before the rows are placed: where they are scrolled to has to count with it as it is drawn with them.
 */
function useTop(): Pick<ThreadScroll, 'top'> & { readonly above: number } {
  const top = useRef<HTMLDivElement>(null);
  const drawn = useRef(0);
  const [above, setAbove] = useState(0);
  const measure = useCallback((): void => {
    const { offsetHeight = 0, parentElement = null } = top.current ?? {};
    const grown = offsetHeight - drawn.current;
    if (grown === 0) return;
    drawn.current = offsetHeight;
    setAbove(offsetHeight);
    if (parentElement !== null && parentElement.scrollTop > 0) parentElement.scrollBy({ top: grown });
  }, []);
  useLayoutEffect(measure);
  useLayoutEffect(() => {
    if (!top.current) return;
    const resized = new ResizeObserver(measure);
    resized.observe(top.current);
    return () => resized.disconnect();
  }, [measure]);
  return { top, above };
}

/** Tells what was read: the newest reply, once its end was in sight of somebody who looks. */
function useReading(
  scroller: RefObject<HTMLElement | null>,
  { conversationId, seq, messages }: ThreadSnapshot,
  drawn: boolean,
): void {
  const client = useClient();
  const looking = useLooking();
  const newest = messages.findLast(({ thread }) => thread?.ord != null)?.thread?.ord ?? 0;
  useEffect(() => {
    const element = scroller.current;
    if (!element || !drawn || !looking) return;
    const read = (): void => {
      if (isAtEnd(element)) client.thread(conversationId, seq).read();
    };
    // After the rows have got their place.
    const frame = requestAnimationFrame(() => requestAnimationFrame(read));
    element.addEventListener('scroll', read);
    return () => {
      cancelAnimationFrame(frame);
      element.removeEventListener('scroll', read);
    };
  }, [scroller, client, conversationId, seq, looking, newest, drawn]);
}

function isAtEnd({ scrollHeight, scrollTop, clientHeight }: HTMLElement): boolean {
  return scrollHeight - scrollTop - clientHeight < NEAR_END;
}
