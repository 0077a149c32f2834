import { Module } from '@nestjs/common';
import { MessageModule } from '../message/message.module.js';
import { ChangeOwnThread } from './change-own-thread.js';
import { ChangeThread } from './change-thread.js';
import { ListThreads } from './list-threads.js';
import { ReadThread } from './read-thread.js';
import { SaveThreadDraft } from './save-thread-draft.js';
import { ThreadEffectsModule } from './thread-effects.module.js';

const commands = [ChangeThread, ListThreads, ReadThread, SaveThreadDraft];

@Module({
  imports: [MessageModule, ThreadEffectsModule],
  providers: [ChangeOwnThread, ...commands],
  exports: commands,
})
export class ThreadModule {}
