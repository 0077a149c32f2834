import { Injectable } from '@nestjs/common';
import { ParleyError } from '@parley/contract';
import { appendAudit, ShardRouter } from '@parley/db';
import { checkNewPassword, Passwords } from '../auth/passwords.js';
import { Revocations } from '../auth/revocations.js';
import { revokeAllDevicesIn } from '../auth/revoke-access.js';
import { Clock } from '../platform/clock.js';
import type { By } from './add-user.js';
import { holdPerson, storePassword } from './user.repo.js';

/** Gives a person a new password; whoever signed in with the old one is signed out. Who is disabled stays disabled. */
@Injectable()
export class ResetPassword {
  constructor(
    private readonly router: ShardRouter,
    private readonly passwords: Passwords,
    private readonly revocations: Revocations,
    private readonly clock: Clock,
  ) {}

  async execute(
    { login, password }: { login: string; password: string },
    by: By,
  ): Promise<{ userId: string; disabled: boolean }> {
    checkNewPassword(password);
    const passwordHash = await this.passwords.hash(password);
    const at = new Date(this.clock.now());
    const done = await this.router.directory.tx(async (tx) => {
      const person = await holdPerson(tx, login);
      if (person === null) throw new ParleyError('USER_NOT_FOUND', { login });
      await storePassword(tx, { userId: person.userId, passwordHash, at });
      const devices = await revokeAllDevicesIn(tx, person.userId, at);
      await appendAudit(tx, {
        at,
        ...by,
        action: 'user.password-reset',
        target: person.userId,
        data: { login, devices },
      });
      return { userId: person.userId, disabled: person.status === 'disabled' };
    });
    this.revocations.hint();
    return done;
  }
}
