/** Of the time, drawing takes one part in so many while something changes all the time: the rest is for who types. */
const SHARE = 4;
const LONGEST_PAUSE_MS = 150;
const FRAME_MS = 16;
/** Where no frame is drawn, as in a tab behind others, what happened is told so much later. */
const LATEST_MS = 100;

/** Whom to tell when the pause is over; null: there is none. */
let waiting: Set<() => void> | null = null;
let telling = false;

/**
 * Calls a listener at once, unless something has just been drawn: then with the next frame, or later where drawing takes long, and once
 * however often it was asked. Fifty messages a second, or a thousand at once, keep nobody from typing.
 */
export function byFrame(listener: () => void): void {
  if (waiting !== null) waiting.add(listener);
  else if (telling) listener();
  else tell([listener]);
}

export function forget(listener: () => void): void {
  waiting?.delete(listener);
}

/** With all that is told of in the same go. */
function tell(listeners: Iterable<() => void>): void {
  telling = true;
  const began = performance.now();
  try {
    for (const listener of listeners) listener();
  } finally {
    // React has asked for its turn before, so it has drawn by then.
    queueMicrotask(() => {
      telling = false;
      pause(performance.now() - began);
    });
  }
}

function pause(tookMs: number): void {
  const asked = new Set<() => void>();
  waiting = asked;
  let over = false;
  const end = (): void => {
    if (over) return;
    over = true;
    clearTimeout(latest);
    waiting = null;
    if (asked.size > 0) tell(asked);
  };
  const ms = Math.min(LONGEST_PAUSE_MS, (SHARE - 1) * tookMs);
  const latest = setTimeout(end, ms + LATEST_MS);
  if (ms <= FRAME_MS) requestAnimationFrame(end);
  else setTimeout(() => requestAnimationFrame(end), ms - FRAME_MS);
}
