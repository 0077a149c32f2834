import { Injectable } from '@nestjs/common';
import { ParleyError } from '@parley/contract';
import { appendAudit, ShardRouter } from '@parley/db';
import { checkNewPassword, Passwords } from '../auth/passwords.js';
import { Clock } from '../platform/clock.js';
import { IdGenerator } from '../platform/ids.js';
import { searchTerms } from './search-terms.js';
import { insertUser } from './user.repo.js';

export type UserToAdd = { login: string; name: string; role: 'member' | 'admin' | 'owner'; password: string };

/** Who does it: a user, or null for an operator at the command line. */
export type By = { actorId: string | null };

@Injectable()
export class AddUser {
  constructor(
    private readonly router: ShardRouter,
    private readonly passwords: Passwords,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  async execute({ login, name, role, password }: UserToAdd, by: By): Promise<{ userId: string }> {
    checkNewPassword(password);
    const passwordHash = await this.passwords.hash(password);
    const userId = this.ids.next();
    const now = new Date(this.clock.now());
    await this.router.directory.tx(async (tx) => {
      const user = { id: userId, login, name, role, passwordHash, terms: searchTerms(name, login), now };
      if (!(await insertUser(tx, user))) throw new ParleyError('LOGIN_TAKEN');
      await appendAudit(tx, { at: now, ...by, action: 'user.added', target: userId, data: { login, name, role } });
    });
    return { userId };
  }
}
