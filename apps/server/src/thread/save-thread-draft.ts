import { Injectable } from '@nestjs/common';
import type { Draft, DraftChange } from '@parley/contract';
import { checkDraft, clampDraft, newerDraft } from '@parley/core';
import type { Actor } from '../auth/actor.js';
import { Clock } from '../platform/clock.js';
import { ChangeOwnThread } from './change-own-thread.js';
import { threadIn, type ThreadKey } from './thread.access.js';
import { lockDraft, storeDraft } from './thread.repo.js';

/** Keeps what somebody has typed in a thread and not sent; the later one counts, as with the draft of a conversation. */
@Injectable()
export class SaveThreadDraft {
  constructor(
    private readonly clock: Clock,
    private readonly own: ChangeOwnThread,
  ) {}

  async execute({ userId }: Actor, key: ThreadKey, change: DraftChange): Promise<Draft> {
    checkDraft(change.text);
    const own = { userId, ...key };
    const given = clampDraft(change, this.clock.now());
    const { draft } = await this.own.execute(own, async (tx) => {
      await threadIn(tx, userId, key);
      const before = await lockDraft(tx, own);
      const draft = before === null ? given : newerDraft(before, given);
      const changed = draft !== before && !(draft.text === '' && before === null);
      if (changed) await storeDraft(tx, own, draft);
      return { draft, changed };
    });
    return draft;
  }
}
