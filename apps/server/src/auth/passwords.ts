import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';
import { LIMITS, ParleyError } from '@parley/contract';

/** argon2id, OWASP's first choice of cost: 19 MiB, two passes; 56 ms of a core where this was measured. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** How many may wait for each that runs; a wait of more than about a second and a half helps nobody. */
const WAITING_PER_SLOT = 25;

/**
 * Password hashes. At most so many at a time: each holds 19 MiB and a thread of the pool that file and DNS work shares,
 * so a flood of sign-ins must not take the process with it.
 */
@Injectable()
export class Passwords {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  /** The hash that an unknown login is held against; nobody knows its password. */
  private readonly decoy: Promise<string>;

  constructor(private readonly slots: number) {
    this.decoy = this.hash(randomBytes(24).toString('base64'));
    this.decoy.catch(() => undefined);
  }

  hash(password: string): Promise<string> {
    return this.inSlot(() => hash(normalise(password), COST));
  }

  /** `null` for a login that doesn't exist: the same work, and always false, so that the time tells nothing. */
  async matches(stored: string | null, password: string): Promise<boolean> {
    const against = stored ?? (await this.decoy);
    const right = await this.inSlot(() => verify(against, normalise(password)));
    return right && stored !== null;
  }

  private async inSlot<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= this.slots) {
      if (this.waiting.length >= this.slots * WAITING_PER_SLOT) throw new ParleyError('BUSY', { retryAfterMs: 2_000 });
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else {
      this.running += 1;
    }
    try {
      return await work();
    } finally {
      // The slot goes to the next one that waits, without being free in between.
      const next = this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next();
    }
  }
}

/** Throws PASSWORD_WEAK. Length is what counts; rules about digits make passwords worse. */
export function checkNewPassword(password: string): void {
  if ([...password].length < LIMITS.passwordMin) throw new ParleyError('PASSWORD_WEAK', { min: LIMITS.passwordMin });
}

/** The same letters typed on another keyboard or system may be other code points. */
function normalise(password: string): string {
  return password.normalize('NFC');
}
