import { Module } from '@nestjs/common';
import { ConversationModule } from '../conversation/conversation.module.js';
import { FanoutModule } from '../fanout/fanout.module.js';
import { CountReaders } from './count-readers.js';
import { FinishReads } from './finish-reads.js';
import { ListReaders } from './list-readers.js';
import { MarkRead } from './mark-read.js';
import { NoteDelivered } from './note-delivered.js';
import { OrgModule } from '../org/org.module.js';
import { ReaderAccess } from './reader.access.js';
import { ReadStore } from './read-store.js';

const commands = [CountReaders, FinishReads, ListReaders, MarkRead, NoteDelivered];

@Module({
  imports: [ConversationModule, FanoutModule, OrgModule],
  providers: [...commands, ReadStore, ReaderAccess],
  exports: commands,
})
export class ReceiptModule {}
