import { Injectable } from '@nestjs/common';
import type { PresenceAnswer } from '../rpc/logic.port.js';
import { PresenceAccess } from './presence.access.js';

/** Who is there, as far as the one who asks may know. Of who asks nothing is known when a gateway of before asks for them. */
@Injectable()
export class FindPresence {
  constructor(private readonly access: PresenceAccess) {}

  execute(viewerId: string | null, userIds: readonly string[]): Promise<PresenceAnswer> {
    return this.access.seenBy(viewerId, userIds);
  }
}
