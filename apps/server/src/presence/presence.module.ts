import { Module } from '@nestjs/common';
import { Redis } from 'ioredis';
import { ConversationModule } from '../conversation/conversation.module.js';
import { FanoutModule } from '../fanout/fanout.module.js';
import { PersonalModule } from '../personal/personal.module.js';
import { PresenceClaims } from '../socket/presence-claims.js';
import { ChangePresence } from './change-presence.js';
import { Contacts } from './contacts.js';
import { CountOnline } from './count-online.js';
import { DropDeadGateways } from './drop-dead-gateways.js';
import { FindPresence } from './find-presence.js';
import { NoteChange } from './note-change.js';
import { PresenceAccess } from './presence.access.js';
import { SetStatus } from './set-status.js';
import { SignalTyping } from './signal-typing.js';
import { StatusAccess } from './status.access.js';
import { TellPresence } from './tell-presence.js';

@Module({
  imports: [ConversationModule, FanoutModule, PersonalModule],
  providers: [
    { provide: PresenceClaims, inject: [Redis], useFactory: (redis: Redis) => new PresenceClaims(redis) },
    ChangePresence,
    Contacts,
    CountOnline,
    DropDeadGateways,
    FindPresence,
    NoteChange,
    PresenceAccess,
    SetStatus,
    SignalTyping,
    StatusAccess,
    TellPresence,
  ],
  exports: [
    ChangePresence,
    CountOnline,
    DropDeadGateways,
    FindPresence,
    NoteChange,
    SetStatus,
    SignalTyping,
    StatusAccess,
  ],
})
export class PresenceModule {}
