'use client';
import type { Me } from '@parley/contract';
import type { ParleyClient } from '@parley/sdk';
import { createContext, use, useEffect, useState, type ReactNode } from 'react';
import { createClient, wakeOnReturn } from '../platform/client';
import { tellDeviceSigns } from '../platform/device-signs';
import { preferences } from '../platform/preferences';
import { forgetKept } from '../platform/forget-kept';
import { dropSubscription, onWorkerMessage } from '../platform/push-worker';
import { registerServiceWorker, renewShell } from '../platform/service-worker';
import { catchUpAtOnce } from './catching-up';
import { openChat } from './location';
import { useStore } from './use-store';

export type Boot = 'starting' | 'ready' | 'unreachable';
type ClientContext = { readonly client: ParleyClient; readonly boot: Boot; readonly retry: () => void };

const Context = createContext<ClientContext | null>(null);

// One client for the life of the page, whatever React mounts and unmounts.
let only: ParleyClient | null = null;
function theClient(): ParleyClient {
  only ??= createClient();
  return only;
}

/** Takes up the sign-in of this browser, or finds that there is none. */
async function takeUp(client: ParleyClient): Promise<Boot> {
  try {
    if (await client.resume()) await client.start();
    return 'ready';
  } catch {
    return 'unreachable';
  }
}

export function ClientProvider({ children }: { children: ReactNode }) {
  const [client] = useState(theClient);
  const [boot, setBoot] = useState<Boot>('starting');
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let current = true;
    void takeUp(client).then((result) => current && setBoot(result));
    return () => {
      current = false;
    };
  }, [client, attempt]);
  useEffect(() => {
    // Without a worker everything works but offline: a browser may refuse it.
    registerServiceWorker().catch(() => {});
    const ends = [wakeOnReturn(client), tellDeviceSigns(client), catchUpAtOnce(client)];
    return () => ends.forEach((end) => end());
  }, [client]);
  // A chosen notification: the address is there before the chats are.
  useEffect(() => onWorkerMessage({ openChat: (conversationId) => openChat(conversationId) }), []);
  const { state } = useStore(client.session);
  useEffect(() => {
    // However the sign-in ended: what is pushed to it, or was picked lately, must not be seen by the next one here.
    if (state !== 'signed-out') return;
    dropSubscription().catch(() => {});
    forgetKept();
    preferences.change({
      density: undefined,
      textSize: undefined,
      timeFormat: undefined,
      sendKey: undefined,
      layout: undefined,
      toolbar: undefined,
      recentEmoji: undefined,
      notifies: undefined,
      sounds: undefined,
    });
  }, [state]);
  const retry = (): void => {
    setBoot('starting');
    setAttempt((count) => count + 1);
  };
  return <Context value={{ client, boot, retry }}>{children}</Context>;
}

function useClientContext(): ClientContext {
  const context = use(Context);
  if (!context) throw new Error('ClientProvider is missing');
  return context;
}

export function useClient(): ParleyClient {
  return useClientContext().client;
}

export function useBoot(): { boot: Boot; retry: () => void } {
  const { boot, retry } = useClientContext();
  return { boot, retry };
}

/** Who I am; only inside what is shown to somebody signed in. */
export function useMe(): Me {
  const { me } = useStore(useClient().session);
  if (!me) throw new Error('nobody is signed in');
  return me;
}

/** Ends the sign-in and leaves nothing of the person in this browser. */
export async function signOut(client: ParleyClient): Promise<void> {
  await client.logout();
  await renewShell();
}
