import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { DeviceRoutes } from '../socket/device-routes.js';
import { LEASE_MS } from '../socket/gateway-leases.js';
import { PresenceClaims } from '../socket/presence-claims.js';
import { TellPresence } from './tell-presence.js';

const PEOPLE_AT_ONCE = 500;

/** A gateway whose lease ended says nothing any more: its people are gone, unless another one holds them, and others hear of it. */
@Injectable()
export class DropDeadGateways {
  constructor(
    private readonly claims: PresenceClaims,
    private readonly routes: DeviceRoutes,
    private readonly tell: TellPresence,
    private readonly clock: Clock,
  ) {}

  /** The number of people whom dead gateways held. */
  async execute(): Promise<number> {
    const bootIds = await this.claims.gateways();
    const live = await this.routes.liveAmong(bootIds);
    let dropped = 0;
    for (const bootId of bootIds) if (!live.has(bootId)) dropped += await this.drop(bootId);
    return dropped;
  }

  private async drop(bootId: string): Promise<number> {
    let dropped = 0;
    for (;;) {
      const userIds = await this.claims.takeFrom(bootId, PEOPLE_AT_ONCE);
      if (userIds.length === 0) return dropped;
      // It was heard of for the last time when it renewed its lease.
      const at = this.clock.now() - LEASE_MS;
      const gone = userIds.map((userId) => ({ userId, number: null, state: '' as const, at }));
      await this.tell.execute(await this.claims.say(bootId, gone));
      dropped += userIds.length;
    }
  }
}
