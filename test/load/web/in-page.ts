/** What is put into the page before its own scripts, and asked of it; each function stands alone, as only its text goes there. */

export type Probe = {
  /** When rows of the list were first there, and when they were drawn, from the call of the page. */
  rowsAt: number | null;
  firstRow: number | null;
  /** Of keys and what they typed: how long until it was drawn. */
  keys: number[];
  /** Tasks of 50 ms and more: when, and for how long. */
  tasks: { at: number; ms: number }[];
  /** When something came by a socket, and how many bytes. */
  arrived: { at: number; bytes: number }[];
  /** No socket is opened while it is on, and those that are there end. */
  cut: (on: boolean) => void;
};

declare global {
  interface Window {
    probe: Probe;
  }
}

export function installProbe(): void {
  const sockets = new Set<WebSocket>();
  let off = false;
  const probe: Probe = {
    rowsAt: null,
    firstRow: null,
    keys: [],
    tasks: [],
    arrived: [],
    cut: (on) => {
      off = on;
      if (on) for (const socket of sockets) socket.close();
    },
  };
  window.probe = probe;
  const Native = WebSocket;
  window.WebSocket = class extends Native {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(off ? 'ws://127.0.0.1:9/' : url, protocols);
      sockets.add(this);
      this.addEventListener('close', () => sockets.delete(this));
      this.addEventListener('message', ({ data }) => {
        probe.arrived.push({ at: performance.now(), bytes: typeof data === 'string' ? data.length : 0 });
      });
    }
  };
  const watching = new MutationObserver(() => {
    if (document.querySelector('li[data-row] a') === null) return;
    watching.disconnect();
    // Before anybody can have pressed one: what that asks for is no part of the first load.
    probe.rowsAt = performance.now();
    // The next frame draws them; they are drawn when the one after it begins.
    requestAnimationFrame(() => {
      requestAnimationFrame(() => {
        probe.firstRow = performance.now();
      });
    });
  });
  watching.observe(document, { childList: true, subtree: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.name === 'keydown') probe.keys.push(entry.duration);
    }
  }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit);
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) probe.tasks.push({ at: startTime, ms: duration });
  }).observe({ type: 'longtask', buffered: true });
}

/** Presses the first row as soon as it is drawn; answers when it is the chosen one, from the call of the page. */
export async function pressFirstRow(): Promise<number> {
  const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
  for (;;) {
    const link = document.querySelector<HTMLAnchorElement>('li[data-row] a');
    if (link !== null) {
      link.click();
      await frame();
      if (document.querySelector('li[data-row] a[aria-current]') !== null) break;
    }
    await frame();
  }
  await frame();
  return performance.now();
}

/** Presses the row of a chat; answers how long it took until messages of it were drawn. */
export async function switchTo(conversationId: string): Promise<number> {
  const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
  const link = document.querySelector<HTMLAnchorElement>(`li[data-row="${conversationId}"] a`);
  if (link === null) throw new Error(`${conversationId} is not in sight`);
  const before = document.querySelector('main [role=log]');
  const began = performance.now();
  link.click();
  for (;;) {
    const log = document.querySelector('main [role=log]');
    if (log !== null && log !== before && log.querySelector('article') !== null) break;
    await frame();
  }
  await frame();
  return performance.now() - began;
}

/** The times between frames until it is told to stop. */
export function watchFrames(): void {
  const frames: number[] = [];
  let last = performance.now();
  let going = true;
  const next = (at: number): void => {
    frames.push(at - last);
    last = at;
    if (going) requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
  Object.assign(window, {
    stopFrames: () => {
      going = false;
      return frames.slice(1);
    },
  });
}

export function stopFrames(): number[] {
  return (window as unknown as { stopFrames: () => number[] }).stopFrames();
}

export async function whenDrawn(seq: number): Promise<number> {
  const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
  while (document.querySelector(`main article[data-seq="${seq}"]`) === null) await frame();
  await frame();
  return performance.now();
}
