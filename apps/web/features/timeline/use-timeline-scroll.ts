import type { Timeline, TimelineSnapshot } from '@parley/sdk';
import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { startTransition, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { useClient } from '../../state/client';
import { usePreferences } from '../../state/preferences';
import { useStored } from '../../state/use-store';
import { placeOfSeq, type TimelineRow } from './rows';

/** Where the rows stand: `above` of the list something else is scrolled with it, `top` is room in it, `lineChars` fit on a line. */
export type Room = { readonly above: number; readonly top: number; readonly lineChars: number };

/** Of the flow. Room above the first row: the beginning of the conversation, or what is being fetched, stands in it. */
export const FLOW: Room = { above: 0, top: 72, lineChars: 90 };
export const NEAR_END = 80;
/** A place that is gone to is reached within this time. */
export const GOING_MS = 500;
/** Room below the last row, and above the one that stands at the top. */
const [BELOW, ABOVE] = [16, 48];
/** Rows drawn beyond those in sight; while it opens they are what nobody waits for. */
const [OVERSCAN, OPENING_OVERSCAN] = [8, 1];
const OPENING_MS = 100;
const A_SCREEN = 30;
/** Older messages are asked for this many rows before they are needed. */
const AHEAD = 15;

/** As the rows are drawn with one line of text: what is above the reader then never turns out to be of another size. */
const ESTIMATES = { day: 42, new: 32, system: 28, lead: 54, follow: 26, quoted: 44, replies: 36 } as const;

/** Of as many letters in a line, and higher by its ground. */
const BUBBLE = { lineChars: 64, more: 10 } as const;

export type TimelineScroll = {
  virtual: Virtualizer<HTMLDivElement, Element>;
  /** Of the list: its height and the places of its rows are written by themselves, so what is measured draws nothing anew. */
  list: (element: HTMLElement | null) => void;
  scroller: RefObject<HTMLDivElement | null>;
  atEnd: boolean;
  toEnd: () => void;
};

type Source = Pick<Timeline, 'loadOlder' | 'loadNewer' | 'loadNewest'>;
type Paged = Pick<TimelineSnapshot, 'messages' | 'hasOlder' | 'hasNewer' | 'loadingOlder' | 'loadingNewer' | 'error'>;

type Scrolled = {
  readonly rows: readonly TimelineRow[];
  readonly source: Source;
  readonly snapshot: Paged;
  readonly room: Room;
  /** The message that it opens at. */
  readonly openAt?: number | null;
};

/** The list keeps its end while at the end, and keeps the reader's place when older messages come above it. */
export function useTimelineScroll({ rows, source, snapshot, room, openAt = null }: Scrolled): TimelineScroll {
  const scroller = useRef<HTMLDivElement>(null);
  const inBubbles = usePreferences().layout === 'bubbles';
  const sizeOf = (row: TimelineRow | undefined): number => estimate(row, room.lineChars, inBubbles);
  // Only what is said now is followed; a page that was fetched is not, not even the last one, so one render behind.
  const [live, setLive] = useState(!snapshot.hasNewer);
  const virtual = useVirtualizer<HTMLDivElement, Element>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => rows[index]?.key ?? index,
    estimateSize: (index) => sizeOf(rows[index]),
    overscan: useOverscan(rows.length),
    // Drawn at once, not only when the height is known.
    initialRect: { width: 0, height: heightSeen || window.innerHeight },
    initialOffset: () => openingOffset({ rows, openAt, above: room.top + room.above, sizeOf }),
    paddingStart: room.top,
    scrollMargin: room.above,
    paddingEnd: BELOW,
    scrollPaddingStart: ABOVE,
    anchorTo: 'end',
    followOnAppend: live,
    scrollEndThreshold: NEAR_END,
    useFlushSync: false,
    directDomUpdates: true,
    directDomUpdatesMode: 'position',
  });
  if (live === snapshot.hasNewer) setLive(!snapshot.hasNewer);
  useOpenAt(virtual, rows, openAt);
  useEndInSight(scroller);
  usePages({ virtual, count: rows.length, source, snapshot });
  const atEnd = !snapshot.hasNewer && (rows.length === 0 || virtual.isAtEnd(NEAR_END));
  const toEnd = useToEnd(virtual, source, snapshot);
  return { virtual, list: virtual.containerRef, scroller, atEnd, toEnd };
}

/** What takes room from below, as a text of several lines does, takes it from the past, and not from what was said last. */
function useEndInSight(scroller: RefObject<HTMLDivElement | null>): void {
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    let height = element.clientHeight;
    heightSeen = height;
    const resized = new ResizeObserver(() => {
      const { clientHeight, scrollHeight, scrollTop } = element;
      const taken = height - clientHeight;
      height = clientHeight;
      heightSeen = height;
      const below = scrollHeight - scrollTop - clientHeight;
      if (taken > 0 && below - taken <= NEAR_END) element.scrollTop = scrollTop + below;
    });
    resized.observe(element);
    return () => resized.disconnect();
  }, [scroller]);
}

/** To the newest message; when it is not in the window, as soon as it is drawn. */
function useToEnd(
  virtual: Virtualizer<HTMLDivElement, Element>,
  source: Source,
  { hasNewer, messages }: Paged,
): () => void {
  const wanted = useRef(false);
  useLayoutEffect(() => {
    if (!wanted.current || hasNewer) return;
    wanted.current = false;
    virtual.scrollToEnd();
  }, [virtual, hasNewer, messages]);
  return () => {
    if (!hasNewer) {
      virtual.scrollToEnd();
      return;
    }
    wanted.current = true;
    void source.loadNewest();
  };
}

/**
 * Once, when there is something to draw: what it opens at, else the first unread message at the top, else the newest at the bottom.
 * What comes above it while it is being gone to, as from the storage of this device, moves its place in the list: it is gone to again.
 */
function useOpenAt(
  virtual: Virtualizer<HTMLDivElement, Element>,
  rows: readonly TimelineRow[],
  openAt: number | null,
): void {
  const [asked] = useState(openAt);
  const opened = useRef<{ at: number; index: number } | null>(null);
  useLayoutEffect(() => {
    if (rows.length === 0) return;
    const place = placeToOpenAt(rows, asked);
    const { at, index } = opened.current ?? { at: performance.now(), index: null };
    if (index === place || performance.now() - at > GOING_MS) return;
    opened.current = { at, index: place };
    if (place >= 0) virtual.scrollToIndex(place, { align: asked === null ? 'start' : 'center' });
    else virtual.scrollToEnd();
  }, [virtual, rows, asked]);
}

function placeToOpenAt(rows: readonly TimelineRow[], asked: number | null): number {
  return asked === null ? rows.findIndex((row) => row.kind === 'new') : placeOfSeq(rows, asked);
}

/** Of the list that was drawn last; of one that was not yet, nobody knows better. */
let heightSeen = 0;

type Opening = {
  readonly rows: readonly TimelineRow[];
  readonly openAt: number | null;
  readonly above: number;
  readonly sizeOf: (row: TimelineRow | undefined) => number;
};

/** Near where it is gone to at once: what is drawn first is drawn from here, not from the oldest message that is held. */
function openingOffset({ rows, openAt, above, sizeOf }: Opening): number {
  const height = heightSeen || window.innerHeight;
  const upTo = (count: number): number => rows.slice(0, count).reduce((sum, row) => sum + sizeOf(row), above);
  const end = Math.max(0, upTo(rows.length) + BELOW - height);
  const place = placeToOpenAt(rows, openAt);
  if (place < 0) return end;
  const before = openAt === null ? ABOVE : (height - sizeOf(rows[place])) / 2;
  return Math.min(end, Math.max(0, upTo(place) - before));
}

/** Once it is drawn, there are rows for who scrolls. So it is when it opens, and when more than a screen of them came at once. */
function useOverscan(count: number): number {
  const [drawn, setDrawn] = useState({ count: 0, anew: true });
  if (count !== drawn.count) setDrawn({ count, anew: drawn.anew || count - drawn.count > A_SCREEN });
  useEffect(() => {
    if (!drawn.anew) return;
    const timer = setTimeout(() => startTransition(() => setDrawn((now) => ({ ...now, anew: false }))), OPENING_MS);
    return () => clearTimeout(timer);
  }, [drawn.anew]);
  return drawn.anew ? OPENING_OVERSCAN : OVERSCAN;
}

type Paging = {
  virtual: Virtualizer<HTMLDivElement, Element>;
  count: number;
  source: Source;
  snapshot: Paged;
};

function usePages({ virtual, count, source, snapshot }: Paging): void {
  const { hasOlder, hasNewer, loadingOlder, loadingNewer, error } = snapshot;
  const state = useStored(useClient().connection, (connection) => connection.state);
  const first = virtual.range?.startIndex ?? 0;
  const last = virtual.range?.endIndex ?? 0;
  // A page that failed is asked for again when the reader moves, the connection changes, or by hand; not in a loop.
  const asked = useRef<string | null>(null);
  useEffect(() => {
    const place = `${first}:${last}:${count}:${state}`;
    if (count === 0 || (error && asked.current === place)) return;
    asked.current = place;
    if (hasOlder && !loadingOlder && first < AHEAD) void source.loadOlder();
    else if (hasNewer && !loadingNewer && last > count - AHEAD) void source.loadNewer();
  }, [source, count, first, last, state, hasOlder, hasNewer, loadingOlder, loadingNewer, error]);
}

function estimate(row: TimelineRow | undefined, inRow: number, inBubbles: boolean): number {
  if (row?.kind !== 'message') return ESTIMATES[row?.kind ?? 'follow'];
  const { text = '', replyTo } = row.message.content;
  const lineChars = inBubbles ? Math.min(inRow, BUBBLE.lineChars) : inRow;
  const lines = Math.min(24, Math.max(text.split('\n').length, Math.ceil(text.length / lineChars)));
  const quoted = replyTo === undefined ? 0 : ESTIMATES.quoted;
  const replies = row.message.replies === null ? 0 : ESTIMATES.replies;
  return (
    (row.lead ? ESTIMATES.lead : ESTIMATES.follow) + (inBubbles ? BUBBLE.more : 0) + quoted + replies + (lines - 1) * 22
  );
}
