import { Module } from '@nestjs/common';
import { FanoutModule } from '../fanout/fanout.module.js';
import { OrgModule } from '../org/org.module.js';
import { ChatList } from './chat-list.js';
import { ConversationAccess } from './conversation.access.js';
import { ConversationEntries } from './conversation-entries.js';
import { FinishConversation } from './finish-conversation.js';
import { ChangeMode } from './change-mode.js';
import { FindMembers } from './find-members.js';
import { LargeLists } from './large-lists.js';
import { FinishMode } from './finish-mode.js';
import { FinishDirect } from './finish-direct.js';
import { FinishRows } from './finish-rows.js';
import { OpenDirect } from './open-direct.js';
import { SlowMode } from './slow-mode.js';

@Module({
  imports: [FanoutModule, OrgModule],
  providers: [
    ChatList,
    ConversationAccess,
    ConversationEntries,
    FinishConversation,
    FinishDirect,
    FinishRows,
    FinishMode,
    FindMembers,
    LargeLists,
    ChangeMode,
    OpenDirect,
    SlowMode,
  ],
  exports: [
    ChatList,
    ConversationAccess,
    ConversationEntries,
    FinishConversation,
    FinishDirect,
    FinishRows,
    FinishMode,
    FindMembers,
    ChangeMode,
    OpenDirect,
  ],
})
export class ConversationModule {}
