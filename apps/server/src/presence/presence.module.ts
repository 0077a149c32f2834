import { Module } from '@nestjs/common';
import { Redis } from 'ioredis';
import { ConversationModule } from '../conversation/conversation.module.js';
import { FanoutModule } from '../fanout/fanout.module.js';
import { ChangePresence } from './change-presence.js';
import { FindPresence } from './find-presence.js';
import { PresenceStore } from './presence-store.js';
import { SignalTyping } from './signal-typing.js';

@Module({
  imports: [ConversationModule, FanoutModule],
  providers: [
    { provide: PresenceStore, inject: [Redis], useFactory: (redis: Redis) => new PresenceStore(redis) },
    ChangePresence,
    FindPresence,
    SignalTyping,
  ],
  exports: [ChangePresence, FindPresence, SignalTyping],
})
export class PresenceModule {}
