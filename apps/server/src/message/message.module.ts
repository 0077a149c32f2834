import { Module } from '@nestjs/common';
import { ConversationModule } from '../conversation/conversation.module.js';
import { FanoutModule } from '../fanout/fanout.module.js';
import type { Config } from '../platform/config.js';
import { CONFIG } from '../platform/platform.module.js';
import { AnswerRights } from './answer-rights.js';
import { AppenderTools, AppendLimit } from './appender-tools.js';
import { HOT, HotMessages } from './hot-messages.js';
import { MessageAppender } from './message-appender.js';
import { MessageAccess } from './message.access.js';
import { OrgModule } from '../org/org.module.js';
import { ThreadEffectsModule } from '../thread/thread-effects.module.js';
import { ForwardMessages } from './forward-messages.js';
import { FinishMessages } from './finish-messages.js';
import { FindSent } from './find-sent.js';
import { ReadHistory } from './read-history.js';
import { SendMessage } from './send-message.js';
import { SendRights } from './send-rights.js';
import { StoredMessages } from './stored-messages.js';

@Module({
  imports: [ConversationModule, FanoutModule, OrgModule, ThreadEffectsModule],
  providers: [
    {
      provide: AppendLimit,
      inject: [CONFIG],
      useFactory: (config: Config) => new AppendLimit(config.limits.appendQueue),
    },
    { provide: HotMessages, useFactory: () => new HotMessages(HOT, () => performance.now()) },
    AnswerRights,
    AppenderTools,
    MessageAppender,
    MessageAccess,
    FindSent,
    FinishMessages,
    ForwardMessages,
    ReadHistory,
    SendMessage,
    SendRights,
    StoredMessages,
  ],
  exports: [
    AnswerRights,
    MessageAccess,
    FindSent,
    FinishMessages,
    ForwardMessages,
    ReadHistory,
    SendMessage,
    StoredMessages,
  ],
})
export class MessageModule {}
