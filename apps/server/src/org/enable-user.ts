import { Injectable } from '@nestjs/common';
import { ParleyError } from '@parley/contract';
import { appendAudit, ShardRouter } from '@parley/db';
import { Revocations } from '../auth/revocations.js';
import { admitUserIn } from '../auth/revoke-access.js';
import { Clock } from '../platform/clock.js';
import type { By } from './add-user.js';
import { holdPerson, markEnabled } from './user.repo.js';

/** Lets a disabled person in again. The devices of before stay signed out: whoever has one signs in anew. */
@Injectable()
export class EnableUser {
  constructor(
    private readonly router: ShardRouter,
    private readonly revocations: Revocations,
    private readonly clock: Clock,
  ) {}

  /** `enabled` is false when the person was welcome already: nothing is done, and nothing is on record. */
  async execute(login: string, by: By): Promise<{ userId: string; enabled: boolean }> {
    const at = new Date(this.clock.now());
    const done = await this.router.directory.tx(async (tx) => {
      const person = await holdPerson(tx, login);
      if (person === null) throw new ParleyError('USER_NOT_FOUND', { login });
      const { userId } = person;
      if (person.status === 'active') return { userId, enabled: false };
      await markEnabled(tx, userId);
      await admitUserIn(tx, userId, at);
      await appendAudit(tx, { at, ...by, action: 'user.enabled', target: userId, data: { login } });
      return { userId, enabled: true };
    });
    this.revocations.hint();
    return done;
  }
}
