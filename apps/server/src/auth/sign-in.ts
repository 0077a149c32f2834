import { Injectable } from '@nestjs/common';
import { NewLogin, ParleyError } from '@parley/contract';
import type { LoginRequest } from '@parley/contract';
import { appendAudit, ShardRouter } from '@parley/db';
import type { RequestOrigin } from '../http/request.js';
import { Clock } from '../platform/clock.js';
import { findAccount, holdAccount } from './account.repo.js';
import type { AccountRow } from './account.repo.js';
import { LoginLimiter } from './login-limiter.js';
import { OpenSession } from './open-session.js';
import type { OpenedSession } from './open-session.js';
import { Passwords } from './passwords.js';
import { RevokedAccess } from './revoked-access.js';

/**
 * Signs a person in on a device. An unknown login, a wrong password and an account without one cost the same and are
 * answered the same; that an account is disabled is told only to who knows its password.
 */
@Injectable()
export class SignIn {
  constructor(
    private readonly router: ShardRouter,
    private readonly limiter: LoginLimiter,
    private readonly passwords: Passwords,
    private readonly open: OpenSession,
    private readonly revoked: RevokedAccess,
    private readonly clock: Clock,
  ) {}

  async execute(input: Omit<LoginRequest, 'session'>, from: RequestOrigin): Promise<OpenedSession> {
    const login = input.login.trim().toLowerCase();
    await this.limiter.attempt(login, from.address);
    const { account, right } = await this.look(login, input.password).catch(async (error: unknown) => {
      await this.limiter.undo(login, from.address);
      throw error;
    });
    if (account === null || !right) {
      await this.recordFailure(login, account, from);
      throw new ParleyError('LOGIN_FAILED');
    }
    await this.limiter.succeeded(login, from.address);
    return this.openFor(account, input.device, from);
  }

  private async look(login: string, password: string): Promise<{ account: AccountRow | null; right: boolean }> {
    const account = await findAccount(this.router.directory, login);
    return { account, right: await this.passwords.matches(account?.password_hash ?? null, password) };
  }

  private async openFor(
    account: AccountRow,
    device: LoginRequest['device'],
    from: RequestOrigin,
  ): Promise<OpenedSession> {
    const { user_id: userId } = account;
    const { address, userAgent } = from;
    const opened = await this.router.directory.tx(async (tx) => {
      const held = await holdAccount(tx, userId);
      const active = held?.status === 'active';
      const begun = active ? await this.open.begin(tx, userId, { device, address }) : null;
      await appendAudit(tx, {
        at: new Date(this.clock.now()),
        actorId: userId,
        action: begun === null ? 'sign-in.refused' : 'sign-in.ok',
        target: begun?.deviceId ?? null,
        data: { address, userAgent, device: device.name, platform: device.platform },
      });
      return begun === null || held === null ? null : { ...begun, role: held.role };
    });
    if (opened === null) throw new ParleyError('USER_DISABLED');
    // Another device may have had to go for this one.
    await this.revoked.announce();
    const { deviceId, role, refreshToken } = opened;
    return this.open.describe({ userId, deviceId, role }, refreshToken);
  }

  /** What was typed as a login is kept only if it looks like one: people type passwords into the wrong field. */
  private async recordFailure(login: string, account: AccountRow | null, from: RequestOrigin): Promise<void> {
    const { address, userAgent } = from;
    const typed = NewLogin.safeParse(login).success ? login : null;
    await this.router.directory.tx((tx) =>
      appendAudit(tx, {
        at: new Date(this.clock.now()),
        actorId: null,
        action: 'sign-in.failed',
        target: account?.user_id ?? null,
        data: { login: typed, address, userAgent },
      }),
    );
  }
}
