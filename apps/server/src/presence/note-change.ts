import { Injectable } from '@nestjs/common';
import { PresenceAccess } from './presence.access.js';
import { TellPresence } from './tell-presence.js';

/** Somebody set something that others see: they are told, and whoever set it waits for nobody. */
@Injectable()
export class NoteChange {
  constructor(
    private readonly access: PresenceAccess,
    private readonly tell: TellPresence,
  ) {}

  execute(userId: string): void {
    this.access.forget(userId);
    // A hint: who is not told asks within half a minute.
    this.tell.execute([userId]).catch(() => undefined);
  }
}
