import { Injectable } from '@nestjs/common';
import { ParleyError } from '@parley/contract';
import type { SetupRequest } from '@parley/contract';
import { appendAudit, ShardRouter } from '@parley/db';
import type { Tx } from '@parley/db';
import { OpenSession } from '../auth/open-session.js';
import type { OpenedSession } from '../auth/open-session.js';
import { checkNewPassword, Passwords } from '../auth/passwords.js';
import { hashSecret } from '../auth/refresh-token.js';
import type { RequestOrigin } from '../http/request.js';
import { Clock } from '../platform/clock.js';
import { IdGenerator } from '../platform/ids.js';
import { searchTerms } from './search-terms.js';
import { insertOrg, isSetupToken, orgExists, takeSetupToken } from './set-up.repo.js';
import { insertUser } from './user.repo.js';

type Founder = { userId: string; passwordHash: string };

/** Creates the organisation and its owner, once; the link's secret proves that an operator sent whoever opens it. */
@Injectable()
export class SetUp {
  constructor(
    private readonly router: ShardRouter,
    private readonly passwords: Passwords,
    private readonly open: OpenSession,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  async needed(): Promise<boolean> {
    return !(await orgExists(this.router.directory));
  }

  async execute(input: SetupRequest, from: RequestOrigin): Promise<OpenedSession> {
    const { directory } = this.router;
    if (await orgExists(directory)) throw new ParleyError('SETUP_DONE');
    // Looked at before the password is hashed: without the link nobody costs the server a hash.
    const known = await isSetupToken(directory, hashSecret(input.secret), new Date(this.clock.now()));
    if (!known) throw new ParleyError((await orgExists(directory)) ? 'SETUP_DONE' : 'SETUP_LINK_INVALID');
    checkNewPassword(input.password);
    const founder = { userId: this.ids.next(), passwordHash: await this.passwords.hash(input.password) };
    const { deviceId, refreshToken } = await directory.tx((tx) => this.found(tx, input, { ...founder, from }));
    return this.open.describe({ userId: founder.userId, deviceId, role: 'owner' }, refreshToken);
  }

  private async found(
    tx: Tx,
    input: SetupRequest,
    { userId, passwordHash, from }: Founder & { from: RequestOrigin },
  ): Promise<{ deviceId: string; refreshToken: string }> {
    const now = new Date(this.clock.now());
    const { orgName, login, name } = input;
    if (!(await insertOrg(tx, orgName, now))) throw new ParleyError('SETUP_DONE');
    if (!(await takeSetupToken(tx, hashSecret(input.secret), now))) throw new ParleyError('SETUP_LINK_INVALID');
    const terms = searchTerms(name, login);
    const user = { id: userId, login, name, role: 'owner', passwordHash, terms, now } as const;
    if (!(await insertUser(tx, user))) throw new ParleyError('LOGIN_TAKEN');
    const { address, userAgent } = from;
    const begun = await this.open.begin(tx, userId, { device: input.device, address });
    await appendAudit(tx, {
      at: now,
      actorId: userId,
      action: 'org.set-up',
      target: userId,
      data: { orgName, login, name, deviceId: begun.deviceId, address, userAgent },
    });
    return begun;
  }
}
