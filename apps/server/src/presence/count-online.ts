import { Injectable } from '@nestjs/common';
import { ParleyError } from '@parley/contract';
import type { Actor } from '../auth/actor.js';
import { PresenceClaims } from '../socket/presence-claims.js';

/** How many people are online; for those who look after the org. */
@Injectable()
export class CountOnline {
  constructor(private readonly claims: PresenceClaims) {}

  /** null: Redis is away, so nobody knows. */
  async execute({ role }: Actor): Promise<number | null> {
    if (role === 'member') throw new ParleyError('FORBIDDEN');
    return this.claims.count().catch(() => null);
  }
}
