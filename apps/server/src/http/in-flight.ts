import { ParleyError } from '@parley/contract';
import { FixedWindow } from './fixed-window.js';

const WINDOW_MS = 10_000;
const FULL_WAIT_MS = 500;

export type InFlightOptions = {
  atOnce: number;
  /** Of one device, within ten seconds; missing: as many as it likes. */
  inTenSeconds?: number;
};

/** Of one device so many questions are under way at a time, over however many connections; who asks more is told to wait. */
export class InFlight {
  private readonly underWay = new Map<string, number>();
  private readonly asked: FixedWindow | null;

  constructor(private readonly options: InFlightOptions) {
    const { inTenSeconds } = options;
    this.asked = inTenSeconds === undefined ? null : new FixedWindow({ points: inTenSeconds, windowMs: WINDOW_MS });
  }

  /** Throws RATE_LIMITED. */
  async run<T>(deviceId: string, ask: () => Promise<T>): Promise<T> {
    const count = this.underWay.get(deviceId) ?? 0;
    if (count >= this.options.atOnce) throw new ParleyError('RATE_LIMITED', { retryAfterMs: FULL_WAIT_MS });
    const retryAfterMs = this.asked?.take(deviceId, performance.now()) ?? 0;
    if (retryAfterMs > 0) throw new ParleyError('RATE_LIMITED', { retryAfterMs });
    this.underWay.set(deviceId, count + 1);
    try {
      return await ask();
    } finally {
      const left = (this.underWay.get(deviceId) ?? 1) - 1;
      if (left > 0) this.underWay.set(deviceId, left);
      else this.underWay.delete(deviceId);
    }
  }
}
