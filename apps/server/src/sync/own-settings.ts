import { Injectable } from '@nestjs/common';
import { DEFAULT_NOTIFICATIONS, DEFAULT_PREFERENCES, DEFAULT_STATUS } from '@parley/core';
import { ENTRY_KIND, type InboxRow } from '@parley/db';
import { NotificationAccess } from '../notification/notification.access.js';
import { PreferenceAccess } from '../preference/preference.access.js';
import { StatusAccess } from '../presence/status.access.js';
import type { Pointed } from './entry.view.js';

/** What entries point at that belongs to no conversation: what somebody set for themselves, as it is now. */
@Injectable()
export class OwnSettings {
  constructor(
    private readonly notifications: NotificationAccess,
    private readonly status: StatusAccess,
    private readonly preferences: PreferenceAccess,
  ) {}

  async of(userId: string, rows: readonly InboxRow[]): Promise<Pick<Pointed, 'settings' | 'status' | 'preferences'>> {
    const isAsked = (code: number): boolean => rows.some(({ kind }) => kind === code);
    const [settings, status, preferences] = await Promise.all([
      isAsked(ENTRY_KIND.notifications) ? this.notifications.settingsOf(userId) : DEFAULT_NOTIFICATIONS,
      isAsked(ENTRY_KIND.status) ? this.status.statusOf(userId) : DEFAULT_STATUS,
      isAsked(ENTRY_KIND.preferences) ? this.preferences.preferencesOf(userId) : DEFAULT_PREFERENCES,
    ]);
    return { settings, status, preferences };
  }
}
