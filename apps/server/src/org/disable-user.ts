import { Injectable } from '@nestjs/common';
import { ParleyError } from '@parley/contract';
import { appendAudit, ShardRouter } from '@parley/db';
import { Revocations } from '../auth/revocations.js';
import { revokeUserIn } from '../auth/revoke-access.js';
import { Clock } from '../platform/clock.js';
import type { By } from './add-user.js';
import { holdPerson, markDisabled } from './user.repo.js';

/** Ends a person's access: no sign-in any more, every device signed out, sockets closed within seconds. */
@Injectable()
export class DisableUser {
  constructor(
    private readonly router: ShardRouter,
    private readonly revocations: Revocations,
    private readonly clock: Clock,
  ) {}

  async execute(login: string, by: By): Promise<{ userId: string; devices: number }> {
    const at = new Date(this.clock.now());
    const disabled = await this.router.directory.tx(async (tx) => {
      const person = await holdPerson(tx, login);
      if (person === null) throw new ParleyError('USER_NOT_FOUND', { login });
      const { userId } = person;
      if (person.status === 'disabled') return { userId, devices: 0 };
      await markDisabled(tx, userId, at);
      const devices = await revokeUserIn(tx, userId, at);
      await appendAudit(tx, { at, ...by, action: 'user.disabled', target: userId, data: { login, devices } });
      return { userId, devices };
    });
    this.revocations.hint();
    return disabled;
  }
}
