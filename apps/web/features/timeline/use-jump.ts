import type { ChatRow, Timeline } from '@parley/sdk';
import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import { type JumpTo, requestJump, useJumpRequests } from './jump-requests';
import { beginOfDay, placeOfSeq, type TimelineRow } from './rows';
import { GOING_MS, type TimelineScroll } from './use-timeline-scroll';

const SHOWN_MS = 2_500;

type Target = { readonly seq: number; readonly to: JumpTo };

type Jumping = Pick<TimelineScroll, 'virtual' | 'scroller'> & {
  row: ChatRow;
  rows: readonly TimelineRow[];
  timeline: Timeline;
};

/** Goes to a message that somebody asked for, and says which one it is for a while. */
export function useJump({ row, rows, timeline, virtual, scroller }: Jumping): number | null {
  // An object for each request: the same message may be asked for again.
  const [target, setTarget] = useState<Target | null>(null);
  const { conversationId } = row;
  useJumpRequests({ conversationId, thread: null }, (seq, to) => {
    void timeline.loadAround(seq).then(() => {
      const thread = timeline.threadOf(seq);
      if (thread === null) setTarget({ seq, to });
      else requestJump(conversationId, seq, thread);
    });
  });
  const index = target === null ? -1 : placeOfSeq(rows, target.seq);
  const go = useEffectEvent(() => {
    if (target?.to === 'day') virtual.scrollToIndex(beginOfDay(rows, index), { align: 'start' });
    else virtual.scrollToIndex(index, { align: 'center' });
  });
  // Once for each request, and again when older messages come above it on the way there; later they don't bring anybody back.
  const went = useRef<{ target: Target; at: number } | null>(null);
  useLayoutEffect(() => {
    if (target === null || index < 0) return;
    if (went.current?.target !== target) went.current = { target, at: performance.now() };
    if (performance.now() - went.current.at <= GOING_MS) go();
  }, [target, index]);
  useFocus(target, scroller);
  useEffect(() => {
    if (target === null) return;
    const timer = setTimeout(() => setTarget(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [target]);
  return target?.to === 'message' ? target.seq : null;
}

/** The keys go on from the message, as soon as it is drawn, unless somebody is about to write or does something else. */
function useFocus(target: Target | null, scroller: RefObject<HTMLElement | null>): void {
  const focused = useRef<Target | null>(null);
  // Each time that rows are drawn: they come as it is scrolled.
  useEffect(() => {
    if (target === null || focused.current === target) return;
    const { activeElement: active, body } = document;
    if (active !== null && active !== body && scroller.current?.contains(active) !== true) return;
    if (focusOn(scroller.current, target)) focused.current = target;
  });
  // What it was chosen in may give the focus back to the list only after that; not when something else had it meanwhile, or a key was pressed.
  useEffect(() => {
    const list = scroller.current;
    if (target === null || list === null) return;
    const until = new AbortController();
    const end = (): void => until.abort();
    const onFocus = ({ target: to }: FocusEvent): void => {
      if (to === list) focusOn(list, target);
      else if (!list.contains(to as Node)) end();
    };
    document.addEventListener('focusin', onFocus, until);
    document.addEventListener('keydown', end, until);
    return end;
  }, [target, scroller]);
}

/** False: it is not drawn. */
function focusOn(list: HTMLElement | null, { seq }: Target): boolean {
  const article = list?.querySelector<HTMLElement>(`article[data-seq="${seq}"]`);
  article?.focus({ preventScroll: true });
  return article != null;
}
