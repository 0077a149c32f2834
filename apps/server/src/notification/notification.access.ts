import { Injectable } from '@nestjs/common';
import { NotificationSettings } from '@parley/contract';
import { DEFAULT_NOTIFICATIONS } from '@parley/core';
import { ShardRouter } from '@parley/db';
import { storedSettings } from './notification.repo.js';

/** The one door to what people have set about being notified: each sees their own. */
@Injectable()
export class NotificationAccess {
  constructor(private readonly shards: ShardRouter) {}

  async settingsOf(userId: string): Promise<NotificationSettings> {
    return settingsView(await storedSettings(this.shards.forUser(userId), userId));
  }
}

/** Row → wire. What a later release has stored and this one can't read counts as not set: rather one push too many. */
export function settingsView(stored: object | null | undefined): NotificationSettings {
  return NotificationSettings.safeParse(stored).data ?? DEFAULT_NOTIFICATIONS;
}
