import { Inject, Injectable } from '@nestjs/common';
import { ParleyError } from '@parley/contract';
import type { Me } from '@parley/contract';
import { takesPart } from '@parley/core';
import { ShardRouter } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import type { Config } from '../platform/config.js';
import { CONFIG } from '../platform/platform.module.js';
import { OrgRules } from './org-rules.js';
import { findMe } from './user.repo.js';

@Injectable()
export class ReadMe {
  constructor(
    private readonly router: ShardRouter,
    private readonly rules: OrgRules,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async execute(actor: Actor): Promise<Me> {
    const [row, rules] = await Promise.all([findMe(this.router.directory, actor.userId), this.rules.receipts()]);
    if (row === null) throw new ParleyError('TOKEN_INVALID');
    const { login, name, status, role, locale, org_name: orgName } = row;
    const active = status === 'active';
    return {
      userId: actor.userId,
      login,
      name,
      active,
      role,
      locale,
      orgName: orgName ?? '',
      deviceId: actor.deviceId,
      policy: this.config.policy,
      receipts: { policy: rules.policy, shown: takesPart(rules, actor.userId) },
    };
  }
}
