'use client';
import { createContext, use, useState, useSyncExternalStore, type ReactNode } from 'react';
import { openDrafts, type Drafts } from '../platform/drafts';

const Context = createContext<Drafts | null>(null);

export function DraftsProvider({ userId, children }: { userId: string; children: ReactNode }) {
  const [drafts] = useState(() => openDrafts(userId));
  return <Context value={drafts}>{children}</Context>;
}

export function useDraftStore(): Drafts {
  const drafts = use(Context);
  if (!drafts) throw new Error('DraftsProvider is missing');
  return drafts;
}

export function useDrafts(): ReadonlyMap<string, string> {
  const drafts = useDraftStore();
  return useSyncExternalStore(drafts.subscribe, drafts.getSnapshot, drafts.getSnapshot);
}
