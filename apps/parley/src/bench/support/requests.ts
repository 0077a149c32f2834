import { setTimeout as sleep } from 'node:timers/promises';

import type { Ack, ClientEvent } from '@parley/contract';

import type { Link } from './link.js';

/** Requests of one device that somebody awaits; a lost connection rejects them. */
export class Requests {
  private readonly link: () => Link | null;
  private readonly waiting = new Set<(error: Error) => void>();

  constructor(link: () => Link | null) {
    this.link = link;
  }

  /** The data of the answer; an error of the server rejects, a limit of its rate is waited for. */
  async ask<T>(event: ClientEvent, payload: object): Promise<T> {
    for (;;) {
      const ack = await this.once(event, JSON.stringify(payload));
      if (ack.ok) return ack.data as T;
      if (ack.error.code !== 'RATE_LIMITED') throw new Error(`${event}: ${ack.error.code}`);
      await sleep(Number(ack.error.details['retryAfterMs'] ?? 100));
    }
  }

  down(): void {
    for (const reject of this.waiting) reject(new Error('connection lost'));
    this.waiting.clear();
  }

  private once(event: ClientEvent, payload: string): Promise<Ack<unknown>> {
    const link = this.link();
    if (link === null) return Promise.reject(new Error('not connected'));
    return new Promise((resolve, reject) => {
      this.waiting.add(reject);
      link.request(event, payload, (ack) => {
        this.waiting.delete(reject);
        resolve(ack);
      });
    });
  }
}
