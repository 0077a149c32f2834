import { Injectable } from '@nestjs/common';
import { OrgPolicy, ParleyError } from '@parley/contract';
import { ShardRouter } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { OrgRules } from './org-rules.js';
import { findPolicy, storeSilent } from './policy.repo.js';

/** Whether one tells others what one has read, and is told of them; where the org leaves it to everybody. */
@Injectable()
export class ShowReceipts {
  constructor(
    private readonly router: ShardRouter,
    private readonly rules: OrgRules,
  ) {}

  async execute({ userId }: Actor, shown: boolean): Promise<void> {
    await this.router.directory.tx(async (tx) => {
      const { receipts: policy } = OrgPolicy.parse((await findPolicy(tx)).policy);
      if (policy !== 'on') throw new ParleyError('RECEIPTS_DECIDED', { policy });
      await storeSilent(tx, userId, !shown);
    });
    this.rules.forget();
  }
}
