const PREFIX = 'parley.looking:';

/** While it is held, other tabs of this browser know that somebody has this chat before their eyes; it goes with the tab. */
export function holdLook(conversationId: string): () => void {
  if (!('locks' in navigator)) return () => undefined;
  const done = new AbortController();
  const over = new Promise<void>((resolve) => done.signal.addEventListener('abort', () => resolve()));
  navigator.locks
    .request(PREFIX + conversationId, { mode: 'shared', signal: done.signal }, () => over)
    // Given up before it was held.
    .catch(() => undefined);
  return () => done.abort();
}

/** Where there are no locks each tab stands for itself. */
export async function isLookedAt(conversationId: string): Promise<boolean> {
  if (!('locks' in navigator)) return false;
  const { held = [] } = await navigator.locks.query();
  return held.some(({ name }) => name === PREFIX + conversationId);
}
