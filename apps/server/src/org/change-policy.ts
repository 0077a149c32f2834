import { OrgPolicy } from '@parley/contract';
import { appendAudit, ShardRouter } from '@parley/db';
import { Clock } from '../platform/clock.js';
import type { By } from './add-user.js';
import { holdPolicy, storePolicy } from './policy.repo.js';

/** Changes what the org decides for everybody; every process knows within seconds. */
export class ChangePolicy {
  constructor(
    private readonly router: ShardRouter,
    private readonly clock: Clock,
  ) {}

  /** What is not changed and was never decided stays open. */
  async execute(change: Partial<Record<keyof OrgPolicy, unknown>>, by: By): Promise<OrgPolicy> {
    const at = new Date(this.clock.now());
    return this.router.directory.tx(async (tx) => {
      const before = await holdPolicy(tx);
      const decided = { ...before, ...change };
      const policy = OrgPolicy.parse(decided);
      await storePolicy(tx, decided, at);
      await appendAudit(tx, { at, ...by, action: 'policy.changed', target: null, data: { before, after: decided } });
      return policy;
    });
  }
}
