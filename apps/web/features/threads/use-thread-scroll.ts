import type { ThreadSnapshot } from '@parley/sdk';
import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { useClient } from '../../state/client';
import { useLooking } from '../../state/use-focus';
import { useEndRequests } from '../timeline/end-requests';

const NEAR_END = 80;

/** Opens at the first new reply, else at the newest; follows what is said while at the end, and tells what was read there. */
export function useThreadScroll(scroller: RefObject<HTMLDivElement | null>, snapshot: ThreadSnapshot): void {
  const client = useClient();
  const looking = useLooking();
  const { conversationId, seq, status, messages, state } = snapshot;
  const place = useRef<{ first: string | undefined; height: number; opened: boolean; atEnd: boolean }>({
    first: undefined,
    height: 0,
    opened: false,
    atEnd: true,
  });
  const first = messages[0]?.key;
  useEndRequests(seq, () => toEnd(scroller.current));
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || status !== 'ready' || state === null) return;
    const before = place.current;
    const grown = element.scrollHeight - before.height;
    if (!before.opened) openAt(element);
    else if (before.first !== undefined && before.first !== first) element.scrollBy({ top: grown });
    else if (before.atEnd) toEnd(element);
    place.current = { first, height: element.scrollHeight, opened: true, atEnd: isAtEnd(element) };
  }, [scroller, status, state, messages, first]);
  const isKnown = state !== null;
  const newest = messages.findLast(({ thread }) => thread?.ord != null)?.thread?.ord ?? 0;
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const read = (): void => {
      const { opened, atEnd } = place.current;
      if (looking && opened && atEnd) client.thread(conversationId, seq).read();
    };
    const note = (): void => {
      place.current.atEnd = isAtEnd(element);
      read();
    };
    // What grows after it was drawn, as a reaction does, keeps the end in sight.
    const resized = new ResizeObserver(() => {
      place.current.height = element.scrollHeight;
      if (place.current.opened && place.current.atEnd) toEnd(element);
    });
    for (const child of element.children) resized.observe(child);
    resized.observe(element);
    element.addEventListener('scroll', note);
    read();
    return () => {
      resized.disconnect();
      element.removeEventListener('scroll', note);
    };
  }, [scroller, messages, status, isKnown, client, conversationId, seq, looking, newest]);
}

function toEnd(element: HTMLElement | null): void {
  element?.scrollTo({ top: element.scrollHeight });
}

function openAt(element: HTMLElement): void {
  const line = element.querySelector('[role=separator]');
  if (line === null) toEnd(element);
  else element.scrollBy({ top: line.getBoundingClientRect().top - element.getBoundingClientRect().top - 8 });
}

function isAtEnd({ scrollHeight, scrollTop, clientHeight }: HTMLElement): boolean {
  return scrollHeight - scrollTop - clientHeight < NEAR_END;
}
