import { Injectable } from '@nestjs/common';
import type { NotificationSettings, NotificationSettingsInput } from '@parley/contract';
import { planNotifications } from '@parley/core';
import { ENTRY_KIND } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { ChangeOwn, NO_CONVERSATION } from '../personal/change-own.js';
import { Clock } from '../platform/clock.js';
import { NoteChange } from '../presence/note-change.js';
import { settingsView } from './notification.access.js';
import { storedSettings, storeSettings } from './notification.repo.js';

/** Sets when somebody wants to be notified, on all their devices. The same again changes nothing. */
@Injectable()
export class SetNotifications {
  constructor(
    private readonly clock: Clock,
    private readonly own: ChangeOwn,
    private readonly note: NoteChange,
  ) {}

  async execute({ userId }: Actor, input: NotificationSettingsInput): Promise<NotificationSettings> {
    const { settings, entry } = await this.own.execute(userId, async (tx, { inboxSeq }) => {
      const before = settingsView(await storedSettings(tx, userId));
      const after = planNotifications(before, input, { now: this.clock.now(), version: inboxSeq });
      if (JSON.stringify({ ...after, version: 0 }) === JSON.stringify({ ...before, version: 0 })) {
        return { settings: before, entry: null };
      }
      await storeSettings(tx, userId, { version: after.version, settings: after });
      const body = { kind: 'notifications', settings: after };
      // A pointer: it is served as it is now.
      const entry = { conversationId: NO_CONVERSATION, kind: ENTRY_KIND.notifications, payload: null, body };
      return { settings: after, entry };
    });
    // Who wants to be left alone is shown so.
    if (entry !== null) this.note.execute(userId);
    return settings;
  }
}
