import type { MintedSession } from '@parley/server/cli';

import { Latency, type LatencySummary } from './latency.js';
import { count } from './ledger.js';
import { Link, newMeter } from './link.js';
import type { Address } from './load-result.js';

const EVERY_MS = 250;
/** Of no other connection of a bench. */
const FROM = '127.8.0.1';

/** Somebody who signs in anew, again and again: whether they are let in, and how soon. */
export class NewcomerWatch {
  private readonly took = new Latency();
  private readonly refused: Record<string, number> = {};
  private readonly address: Address;
  private readonly session: MintedSession;
  private readonly open = new Set<Link>();
  private timer: NodeJS.Timeout | null = null;

  constructor(address: Address, session: MintedSession) {
    this.address = address;
    this.session = session;
  }

  start(): void {
    this.timer = setInterval(() => this.come(), EVERY_MS);
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
  }

  found(): { took: LatencySummary; refused: Record<string, number> } {
    for (const link of this.open) link.close();
    return { took: this.took.summary(), refused: this.refused };
  }

  private come(): void {
    const began = performance.now();
    let isIn = false;
    const link = new Link({
      target: { ...this.address, localAddress: FROM },
      session: this.session,
      meter: newMeter(),
      readsEvents: false,
      handlers: {
        event: (name) => {
          if (name !== 'ready') return;
          isIn = true;
          this.took.record(performance.now() - began);
          link.close();
        },
        closed: (reason) => {
          this.open.delete(link);
          if (!isIn) count(this.refused, reason);
        },
      },
    });
    this.open.add(link);
  }
}
