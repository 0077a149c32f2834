import { Injectable } from '@nestjs/common';
import type { NotificationSettings, OwnStatus } from '@parley/contract';
import { DEFAULT_NOTIFICATIONS, DEFAULT_STATUS } from '@parley/core';
import { ENTRY_KIND, type InboxRow } from '@parley/db';
import { NotificationAccess } from '../notification/notification.access.js';
import { StatusAccess } from '../presence/status.access.js';

/** What entries point at that belongs to no conversation: what somebody set for themselves, as it is now. */
@Injectable()
export class OwnSettings {
  constructor(
    private readonly notifications: NotificationAccess,
    private readonly status: StatusAccess,
  ) {}

  async of(userId: string, rows: readonly InboxRow[]): Promise<{ settings: NotificationSettings; status: OwnStatus }> {
    const isAsked = (code: number): boolean => rows.some(({ kind }) => kind === code);
    const [settings, status] = await Promise.all([
      isAsked(ENTRY_KIND.notifications) ? this.notifications.settingsOf(userId) : DEFAULT_NOTIFICATIONS,
      isAsked(ENTRY_KIND.status) ? this.status.statusOf(userId) : DEFAULT_STATUS,
    ]);
    return { settings, status };
  }
}
