import type { ThreadSnapshot } from '@parley/sdk';
import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { useClient } from '../../state/client';
import { useLooking } from '../../state/use-focus';
import { useEndRequests } from '../timeline/end-requests';

const NEAR_END = 80;

/** Opens at the first new reply, else at the newest; follows what is said while at the end, and tells what was read there. */
export function useThreadScroll(scroller: RefObject<HTMLDivElement | null>, snapshot: ThreadSnapshot): void {
  const client = useClient();
  const looking = useLooking();
  const [atEnd, setAtEnd] = useState(false);
  const { conversationId, seq, status, messages, state } = snapshot;
  const place = useRef<{ first: string | undefined; height: number; opened: boolean; atEnd: boolean }>({
    first: undefined,
    height: 0,
    opened: false,
    atEnd: true,
  });
  const first = messages[0]?.key;
  const toEnd = (): void => {
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  };
  useEndRequests(seq, toEnd);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || status !== 'ready' || state === null) return;
    const before = place.current;
    const grown = element.scrollHeight - before.height;
    if (!before.opened) openAt(element);
    else if (before.first !== undefined && before.first !== first) element.scrollTop += grown;
    else if (before.atEnd) toEnd();
    place.current = { first, height: element.scrollHeight, opened: true, atEnd: isAtEnd(element) };
    setAtEnd(isAtEnd(element));
  }, [scroller, status, state, messages, first]);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const note = (): void => {
      place.current.atEnd = isAtEnd(element);
      setAtEnd(place.current.atEnd);
    };
    // What grows after it was drawn, as a reaction does, keeps the end in sight.
    const resized = new ResizeObserver(() => {
      place.current.height = element.scrollHeight;
      if (place.current.opened && place.current.atEnd) toEnd();
    });
    for (const child of element.children) resized.observe(child);
    resized.observe(element);
    element.addEventListener('scroll', note);
    return () => {
      resized.disconnect();
      element.removeEventListener('scroll', note);
    };
  }, [scroller, messages]);
  const newest = messages.findLast(({ thread }) => thread?.ord != null)?.thread?.ord ?? 0;
  useEffect(() => {
    if (looking && atEnd && newest > 0) client.thread(conversationId, seq).read();
  }, [client, conversationId, seq, looking, atEnd, newest]);
}

function openAt(element: HTMLElement): void {
  const line = element.querySelector('[role=separator]');
  if (line === null) element.scrollTop = element.scrollHeight;
  else element.scrollTop += line.getBoundingClientRect().top - element.getBoundingClientRect().top - 8;
}

function isAtEnd({ scrollHeight, scrollTop, clientHeight }: HTMLElement): boolean {
  return scrollHeight - scrollTop - clientHeight < NEAR_END;
}
