import { Message, WireError } from '@parley/contract';
import type { Cancel, ChannelPort, LockPort } from './ports.js';

/** What the tabs of one device tell each other. Tabs run the same build, or reload into it; unknown kinds are ignored. */
export type TabMessage =
  /** The access token was refreshed; another tab needn't. */
  | { readonly kind: 'session'; readonly token: string; readonly expiresAt: number }
  | { readonly kind: 'signed-out'; readonly reason: WireError | null }
  /** Something waits in the table `requests` for the tab that holds the lock. */
  | { readonly kind: 'requests' }
  /** The table `sends` changed; these were acked. */
  | { readonly kind: 'sends'; readonly acked: readonly Message[] };

const KINDS: ReadonlySet<unknown> = new Set<TabMessage['kind']>(['session', 'signed-out', 'requests', 'sends']);

/** A typed view of the channel; what other software posts on it is dropped. */
export class TabChannel {
  readonly #port: ChannelPort;

  constructor(port: ChannelPort) {
    this.#port = port;
  }

  post(message: TabMessage): void {
    this.#port.post(message);
  }

  subscribe(listener: (message: TabMessage) => void): Cancel {
    return this.#port.subscribe((data) => {
      if (typeof data !== 'object' || data === null || !('kind' in data) || !KINDS.has(data.kind)) return;
      listener(data as TabMessage);
    });
  }
}

/** Runs alone among all tabs of the device. */
export async function withLock<T>(lock: LockPort, name: string, run: () => Promise<T>): Promise<T> {
  let release: Cancel = () => undefined;
  await new Promise<void>((resolve) => {
    release = lock.hold(name, resolve);
  });
  try {
    return await run();
  } finally {
    release();
  }
}
