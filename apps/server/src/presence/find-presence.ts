import { Injectable } from '@nestjs/common';
import type { Presence } from '@parley/contract';
import { DeviceRoutes } from '../socket/device-routes.js';
import { PresenceStore } from './presence-store.js';

/** Who is there: online means a device with a live route. While Redis is away nobody is known to be. */
@Injectable()
export class FindPresence {
  constructor(
    private readonly routes: DeviceRoutes,
    private readonly store: PresenceStore,
  ) {}

  async execute(userIds: readonly string[]): Promise<Presence[]> {
    try {
      const [gateways, lastSeen] = await Promise.all([this.routes.gatewaysOf(userIds), this.store.lastSeen(userIds)]);
      return userIds.map((userId, index) => ({
        userId,
        online: gateways.has(userId),
        lastSeenAt: lastSeen[index] ?? null,
      }));
    } catch {
      return userIds.map((userId) => ({ userId, online: false, lastSeenAt: null }));
    }
  }
}
