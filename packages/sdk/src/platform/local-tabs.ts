import type { ChannelPort, LockPort } from '../ports.js';

type Waiting = { onHeld: () => void };

/** A lock within one process: share the object between the clients that stand for tabs of one device. */
export function localLock(): LockPort {
  const queues = new Map<string, Waiting[]>();
  return {
    hold: (name, onHeld) => {
      const queue = queues.get(name) ?? [];
      queues.set(name, queue);
      const me: Waiting = { onHeld };
      queue.push(me);
      if (queue[0] === me) queueMicrotaskOf(() => queue[0] === me && onHeld());
      return () => {
        const at = queue.indexOf(me);
        if (at < 0) return;
        queue.splice(at, 1);
        const next = queue[0];
        if (at === 0 && next !== undefined) queueMicrotaskOf(() => queue[0] === next && next.onHeld());
      };
    },
  };
}

/** A channel between clients of one process; the default one is alone on it. */
export function localChannel(shared: Set<(data: unknown) => void> = new Set()): ChannelPort {
  let mine: ((data: unknown) => void) | null = null;
  return {
    post: (data) => {
      for (const listener of shared) if (listener !== mine) queueMicrotaskOf(() => listener(data));
    },
    subscribe: (listener) => {
      mine = listener;
      shared.add(listener);
      return () => shared.delete(listener);
    },
  };
}

/** Never within the caller's own call: a real lock and a real channel answer later, too. */
function queueMicrotaskOf(run: () => void): void {
  void Promise.resolve().then(run);
}
