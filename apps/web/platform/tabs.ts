import { localChannel, localLock, type ChannelPort, type LockPort } from '@parley/sdk';

/** Web Locks exist on https and localhost alone; elsewhere each tab stands for itself. */
export function webLock(): LockPort {
  if (!('locks' in navigator)) return localLock();
  return {
    hold(name, onHeld) {
      const waiting = new AbortController();
      let release = (): void => {};
      const held = navigator.locks.request(name, { signal: waiting.signal }, async () => {
        const released = new Promise<void>((resolve) => {
          release = resolve;
        });
        onHeld();
        await released;
      });
      // Giving up while waiting rejects; there is nothing to do about it.
      held.catch(() => {});
      return () => {
        waiting.abort();
        release();
      };
    },
  };
}

export function tabChannel(name: string): ChannelPort {
  if (typeof BroadcastChannel === 'undefined') return localChannel();
  const channel = new BroadcastChannel(name);
  return {
    post: (data) => channel.postMessage(data),
    subscribe: (listener) => {
      const onMessage = (event: MessageEvent<unknown>): void => listener(event.data);
      channel.addEventListener('message', onMessage);
      return () => channel.removeEventListener('message', onMessage);
    },
  };
}
