import { Module } from '@nestjs/common';
import { FanoutModule } from '../fanout/fanout.module.js';
import { FinishThreads } from './finish-threads.js';
import { ThreadAccess } from './thread.access.js';

/** What messages need of threads: below the message feature, as threads are made of messages. */
@Module({
  imports: [FanoutModule],
  providers: [FinishThreads, ThreadAccess],
  exports: [FinishThreads, ThreadAccess],
})
export class ThreadEffectsModule {}
