import { Injectable } from '@nestjs/common';
import type { OwnStatus, StatusChange } from '@parley/contract';
import { planStatus, sameStatus } from '@parley/core';
import { ENTRY_KIND } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { ChangeOwn, NO_CONVERSATION } from '../personal/change-own.js';
import { Clock } from '../platform/clock.js';
import { NoteChange } from './note-change.js';
import { statusView } from './status.access.js';
import { storedStatus, storeStatus } from './status.repo.js';

/** Sets how others see somebody, on all their devices. The same again changes nothing. */
@Injectable()
export class SetStatus {
  constructor(
    private readonly clock: Clock,
    private readonly own: ChangeOwn,
    private readonly note: NoteChange,
  ) {}

  async execute({ userId }: Actor, change: StatusChange): Promise<OwnStatus> {
    const { status, entry } = await this.own.execute(userId, async (tx, { inboxSeq }) => {
      const before = statusView(await storedStatus(tx, userId));
      const after = planStatus(before, change, { now: this.clock.now(), version: inboxSeq });
      if (sameStatus(after, before)) return { status: before, entry: null };
      await storeStatus(tx, userId, { version: after.version, status: after });
      const body = { kind: 'status', status: after };
      // A pointer: it is served as it is now.
      return {
        status: after,
        entry: { conversationId: NO_CONVERSATION, kind: ENTRY_KIND.status, payload: null, body },
      };
    });
    if (entry !== null) this.note.execute(userId);
    return status;
  }
}
