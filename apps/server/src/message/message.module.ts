import { Module } from '@nestjs/common';
import { ConversationModule } from '../conversation/conversation.module.js';
import { FanoutModule } from '../fanout/fanout.module.js';
import type { Config } from '../platform/config.js';
import { CONFIG } from '../platform/platform.module.js';
import { AppenderTools, AppendLimit } from './appender-tools.js';
import { HOT, HotMessages } from './hot-messages.js';
import { MessageAppender } from './message-appender.js';
import { MessageAccess } from './message.access.js';
import { FinishMessages } from './finish-messages.js';
import { FindSent } from './find-sent.js';
import { ReadHistory } from './read-history.js';
import { SendMessage } from './send-message.js';
import { StoredMessages } from './stored-messages.js';

@Module({
  imports: [ConversationModule, FanoutModule],
  providers: [
    {
      provide: AppendLimit,
      inject: [CONFIG],
      useFactory: (config: Config) => new AppendLimit(config.limits.appendQueue),
    },
    { provide: HotMessages, useFactory: () => new HotMessages(HOT, () => performance.now()) },
    AppenderTools,
    MessageAppender,
    MessageAccess,
    FindSent,
    FinishMessages,
    ReadHistory,
    SendMessage,
    StoredMessages,
  ],
  exports: [MessageAccess, FindSent, FinishMessages, ReadHistory, SendMessage, StoredMessages],
})
export class MessageModule {}
