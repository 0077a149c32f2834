import { Injectable } from '@nestjs/common';
import type { ThreadChange, ThreadState } from '@parley/contract';
import { changeThread } from '@parley/core';
import type { Actor } from '../auth/actor.js';
import { ChangeOwnThread } from './change-own-thread.js';
import { threadIn, type ThreadKey } from './thread.access.js';
import { storeMark } from './thread.repo.js';

/** Follows a thread or stops, and reads on in it, for one person on all their devices. */
@Injectable()
export class ChangeThread {
  constructor(private readonly own: ChangeOwnThread) {}

  async execute({ userId }: Actor, key: ThreadKey, change: ThreadChange): Promise<ThreadState> {
    const own = { userId, ...key };
    const { thread } = await this.own.execute(own, async (tx) => {
      const before = await threadIn(tx, userId, key);
      const after = changeThread(before, change);
      if (after === null) return { thread: before, changed: false };
      const following = after.following === before.following ? null : after.following;
      return {
        thread: { ...after, ...(await storeMark(tx, own, { readOrd: after.readOrd, following })) },
        changed: true,
      };
    });
    return thread;
  }
}
