import { Module } from '@nestjs/common';
import { ConversationModule } from '../conversation/conversation.module.js';
import { FanoutModule } from '../fanout/fanout.module.js';
import { FinishReads } from './finish-reads.js';
import { MarkRead } from './mark-read.js';
import { NoteDelivered } from './note-delivered.js';
import { ReadStore } from './read-store.js';

@Module({
  imports: [ConversationModule, FanoutModule],
  providers: [FinishReads, MarkRead, NoteDelivered, ReadStore],
  exports: [FinishReads, MarkRead, NoteDelivered],
})
export class ReceiptModule {}
