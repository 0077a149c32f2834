import { Inject, Injectable } from '@nestjs/common';
import { ParleyError } from '@parley/contract';
import { networkOf } from '../auth/login-limiter.js';
import type { Config } from '../platform/config.js';
import { CONFIG } from '../platform/platform.module.js';
import { FixedWindow } from './fixed-window.js';

const WINDOW_MS = 10_000;
/** A refusal is told so much later: to refuse costs time too, and whoever floods asks again as fast as they are answered. */
const TOLD_AFTER_MS = 1_000;
/** Those beyond are told at once. */
const WAITING = 10_000;

/** What one device, or without a sign-in one address, may ask of one process. All of it throws RATE_LIMITED. */
@Injectable()
export class RequestLimits {
  private readonly devices: FixedWindow;
  private readonly addresses: FixedWindow;
  /** Apart from the others: whoever tries tokens must not shut sign-in for their neighbours. */
  private readonly badTokens: FixedWindow;
  private waiting = 0;

  constructor(@Inject(CONFIG) { limits }: Config) {
    const bounds = { points: (limits.requestsPerSecond * WINDOW_MS) / 1_000, windowMs: WINDOW_MS };
    this.devices = new FixedWindow(bounds);
    this.addresses = new FixedWindow(bounds);
    this.badTokens = new FixedWindow(bounds);
  }

  device(deviceId: string): Promise<void> {
    return this.take(this.devices, deviceId);
  }

  address(address: string): Promise<void> {
    return this.take(this.addresses, networkOf(address));
  }

  badToken(address: string): Promise<void> {
    return this.take(this.badTokens, networkOf(address));
  }

  private async take(window: FixedWindow, key: string): Promise<void> {
    const waitMs = window.take(key, performance.now());
    if (waitMs === 0) return;
    const heldMs = this.waiting < WAITING ? Math.min(TOLD_AFTER_MS, waitMs) : 0;
    this.waiting += 1;
    try {
      if (heldMs > 0) await new Promise((resolve) => setTimeout(resolve, heldMs));
    } finally {
      this.waiting -= 1;
    }
    throw new ParleyError('RATE_LIMITED', { retryAfterMs: waitMs - heldMs });
  }
}
