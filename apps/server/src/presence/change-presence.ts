import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import type { GatewayPresence } from '../rpc/logic.port.js';
import { type Claim, PresenceClaims } from '../socket/presence-claims.js';
import { PresenceAccess } from './presence.access.js';
import { TellPresence } from './tell-presence.js';

/** A gateway says who is there, away or gone; of whom that makes something else, others hear. */
@Injectable()
export class ChangePresence {
  constructor(
    private readonly claims: PresenceClaims,
    private readonly access: PresenceAccess,
    private readonly tell: TellPresence,
    private readonly clock: Clock,
  ) {}

  async execute(bootId: string, changes: readonly GatewayPresence[]): Promise<void> {
    const numbers = await this.access.numbers(changes.map(({ userId }) => userId));
    const claims = changes.map(({ userId, online, away, lastSeenAt }): Claim => ({
      userId,
      number: numbers.get(userId) ?? null,
      state: online ? (away === true ? 'away' : 'online') : '',
      at: lastSeenAt ?? this.clock.now(),
    }));
    await this.tell.execute(await this.claims.say(bootId, claims));
  }
}
