import { Inject, Injectable } from '@nestjs/common';
import { ParleyError } from '@parley/contract';
import { networkOf } from '../auth/login-limiter.js';
import type { Config } from '../platform/config.js';
import { CONFIG } from '../platform/platform.module.js';
import { FixedWindow } from './fixed-window.js';

const WINDOW_MS = 10_000;

/** What one device, or without a sign-in one address, may ask of one process. All of it throws RATE_LIMITED. */
@Injectable()
export class RequestLimits {
  private readonly devices: FixedWindow;
  private readonly addresses: FixedWindow;
  /** Apart from the others: whoever tries tokens must not shut sign-in for their neighbours. */
  private readonly badTokens: FixedWindow;

  constructor(@Inject(CONFIG) { limits }: Config) {
    const bounds = { points: (limits.requestsPerSecond * WINDOW_MS) / 1_000, windowMs: WINDOW_MS };
    this.devices = new FixedWindow(bounds);
    this.addresses = new FixedWindow(bounds);
    this.badTokens = new FixedWindow(bounds);
  }

  device(deviceId: string): void {
    take(this.devices, deviceId);
  }

  address(address: string): void {
    take(this.addresses, networkOf(address));
  }

  badToken(address: string): void {
    take(this.badTokens, networkOf(address));
  }
}

function take(window: FixedWindow, key: string): void {
  const retryAfterMs = window.take(key, performance.now());
  if (retryAfterMs > 0) throw new ParleyError('RATE_LIMITED', { retryAfterMs });
}
