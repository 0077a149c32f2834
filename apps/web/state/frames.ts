/** Of the time, drawing takes one part in so many while something changes all the time: the rest is for who types. */
const SHARE = 4;
const LONGEST_PAUSE_MS = 150;
const FRAME_MS = 16;
/** Where no frame is drawn, as in a tab behind others, what happened is told so much later. */
const LATEST_MS = 100;
/** So long, what was missed without a connection is waited for, to be drawn in one go. */
const TOGETHER_MS = 400;
/** Whoever has struck a key and strikes another does it within this time. */
const BETWEEN_KEYS_MS = 250;

/** Whom to tell when the pause is over; null: there is none. */
let waiting: Set<() => void> | null = null;
let telling = false;
let struckAt = -Infinity;
/** What comes when the key that was struck last is drawn. */
let behindKey: (() => void) | null = null;

/** Until then nobody is told. */
let together: Promise<void> | null = null;

/**
 * Calls a listener at once, unless something has just been drawn: then with the next frame, or later where drawing takes long, and once
 * however often it was asked. Fifty messages a second, or a thousand at once, keep nobody from typing: while somebody does, what happens
 * elsewhere is drawn right behind a key that is drawn, as it takes them longest until the next one.
 */
export function byFrame(listener: () => void): void {
  if (waiting !== null) waiting.add(listener);
  else if (telling) listener();
  else if (together !== null || someoneTypes()) rest(0, new Set([listener]));
  else tell([listener]);
}

export function forget(listener: () => void): void {
  waiting?.delete(listener);
}

/** What comes until then is drawn together, if it comes soon: what is drawn on the way there is seen by nobody, and takes as long. */
export function drawTogether(until: Promise<void>): void {
  const late = new Promise<void>((resolve) => setTimeout(resolve, TOGETHER_MS));
  const over = Promise.race([until, late]).then(() => {
    if (together === over) together = null;
  });
  together = over;
}

/** For each key that writes, before anything is done about it. */
export function keyStruck(): void {
  const at = performance.now();
  struckAt = at;
  requestAnimationFrame(() => {
    // It is drawn when this frame is over.
    setTimeout(() => {
      if (struckAt === at) behindKey?.();
    }, 0);
  });
}

function someoneTypes(): boolean {
  return performance.now() - struckAt < BETWEEN_KEYS_MS;
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
      rest(Math.min(LONGEST_PAUSE_MS, (SHARE - 1) * (performance.now() - began)), new Set());
    });
  }
}

/** Nobody is told for so long, nor then before a key is drawn. */
function rest(ms: number, asked: Set<() => void>): void {
  waiting = asked;
  let over = false;
  const end = (): void => {
    if (over) return;
    over = true;
    behindKey = null;
    waiting = null;
    if (asked.size > 0) tell(asked);
  };
  const turn = (): void => {
    clearTimeout(latest);
    if (over) return;
    // At once: whoever types waits for this one draw.
    if (together !== null) return void together.then(end);
    if (!someoneTypes()) return end();
    behindKey = end;
    setTimeout(end, struckAt + BETWEEN_KEYS_MS - performance.now());
  };
  const latest = setTimeout(turn, ms + LATEST_MS);
  if (ms <= FRAME_MS) requestAnimationFrame(turn);
  else setTimeout(() => requestAnimationFrame(turn), ms - FRAME_MS);
}
