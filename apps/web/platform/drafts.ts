const PREFIX = 'parley.drafts.';

/** What was typed and not sent, by conversation, of one person on this browser. */
export type Drafts = {
  readonly subscribe: (listener: () => void) => () => void;
  readonly getSnapshot: () => ReadonlyMap<string, string>;
  set(conversationId: string, text: string): void;
};

/** Written through at once, so that a closed tab loses no keystroke. */
export function openDrafts(userId: string): Drafts {
  const key = PREFIX + userId;
  const listeners = new Set<() => void>();
  let drafts: ReadonlyMap<string, string> = read(key);
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    getSnapshot: () => drafts,
    set(conversationId, text) {
      const kept = text.trim() === '' ? '' : text;
      if ((drafts.get(conversationId) ?? '') === kept) return;
      const next = new Map(drafts);
      if (kept === '') next.delete(conversationId);
      else next.set(conversationId, kept);
      drafts = next;
      write(key, next);
      for (const listener of listeners) listener();
    },
  };
}

/** Part of signing out: nobody's drafts stay on this browser. */
export function forgetDrafts(): void {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  }
}

function read(key: string): Map<string, string> {
  try {
    const stored = JSON.parse(localStorage.getItem(key) ?? '{}') as Record<string, unknown>;
    return new Map(Object.entries(stored).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch {
    return new Map();
  }
}

function write(key: string, drafts: ReadonlyMap<string, string>): void {
  try {
    localStorage.setItem(key, JSON.stringify(Object.fromEntries(drafts)));
  } catch {
    // Full or forbidden: the draft stays in this tab.
  }
}
