import { Injectable } from '@nestjs/common';
import { type Draft, type DraftChange, ParleyError } from '@parley/contract';
import { checkDraft, clampDraft, newerDraft } from '@parley/core';
import { ENTRY_KIND } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { Clock } from '../platform/clock.js';
import { ChangeOwn } from './change-own.js';
import { draftOf, storeDraft } from './personal.repo.js';

/** Keeps what somebody has typed and not sent. The later one counts, so a device that was offline can't overwrite it. */
@Injectable()
export class SaveDraft {
  constructor(
    private readonly clock: Clock,
    private readonly own: ChangeOwn,
  ) {}

  async execute({ userId }: Actor, conversationId: string, change: DraftChange): Promise<Draft> {
    checkDraft(change.text);
    const key = { userId, conversationId };
    const given = clampDraft(change, this.clock.now());
    const { draft } = await this.own.execute(userId, async (tx) => {
      const before = await draftOf(tx, key);
      if (before === undefined) throw new ParleyError('CONVERSATION_NOT_FOUND');
      const after = before === null ? given : newerDraft(before, given);
      if (after === before || (after.text === '' && before === null)) return { draft: after, entry: null };
      await storeDraft(tx, key, after);
      // A pointer: the text is kept once, so that there is one place to clear.
      const body = { kind: 'draft', draft: after };
      return { draft: after, entry: { conversationId, kind: ENTRY_KIND.draft, payload: null, body } };
    });
    return draft;
  }
}
