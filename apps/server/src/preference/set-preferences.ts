import { Injectable } from '@nestjs/common';
import type { Preferences, PreferencesChange } from '@parley/contract';
import { planPreferences, samePreferences } from '@parley/core';
import { ENTRY_KIND } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { ChangeOwn, NO_CONVERSATION } from '../personal/change-own.js';
import { preferencesView } from './preference.access.js';
import { storedPreferences, storePreferences } from './preference.repo.js';

/** Sets how somebody likes their client, on all their devices. The same again changes nothing. */
@Injectable()
export class SetPreferences {
  constructor(private readonly own: ChangeOwn) {}

  async execute({ userId }: Actor, change: PreferencesChange): Promise<Preferences> {
    const { preferences } = await this.own.execute(userId, async (tx, { inboxSeq }) => {
      const row = await storedPreferences(tx, userId);
      const before = preferencesView(row);
      const after = planPreferences(before, change, { version: inboxSeq });
      // The first choice counts even if it is what is usual: from then on no device offers its own.
      if (row !== undefined && samePreferences(after, before)) return { preferences: before, entry: null };
      await storePreferences(tx, userId, { version: after.version, preferences: change });
      const body = { kind: 'preferences', preferences: after };
      // A pointer: it is served as it is now.
      return {
        preferences: after,
        entry: { conversationId: NO_CONVERSATION, kind: ENTRY_KIND.preferences, payload: null, body },
      };
    });
    return preferences;
  }
}
