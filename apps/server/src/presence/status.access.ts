import { Injectable } from '@nestjs/common';
import { OwnStatus } from '@parley/contract';
import { DEFAULT_STATUS } from '@parley/core';
import { ShardRouter } from '@parley/db';
import { storedStatus } from './status.repo.js';

/** The one door to what people have set about how others see them: each sees their own. What others see: presence.access.ts. */
@Injectable()
export class StatusAccess {
  constructor(private readonly shards: ShardRouter) {}

  async statusOf(userId: string): Promise<OwnStatus> {
    return statusView(await storedStatus(this.shards.forUser(userId), userId));
  }
}

/** Row → wire. Of what a later release has stored and this one can't read nothing is told: rather too little than too much. */
export function statusView(stored: object | null | undefined): OwnStatus {
  if (stored === null || stored === undefined) return DEFAULT_STATUS;
  return OwnStatus.safeParse(stored).data ?? { ...DEFAULT_STATUS, lastSeen: 'nobody' };
}
