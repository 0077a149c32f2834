import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ShardRouter } from '@parley/db';
import { AccessTokens } from '../auth/access-tokens.js';
import { AuthController } from '../auth/auth.controller.js';
import { AuthModule } from '../auth/auth.module.js';
import { Revocations } from '../auth/revocations.js';
import { ChannelController } from '../channel/channel.controller.js';
import { ChannelModule } from '../channel/channel.module.js';
import { ConversationController } from '../conversation/conversation.controller.js';
import { ConversationModule } from '../conversation/conversation.module.js';
import { DeviceController } from '../device/device.controller.js';
import { DeviceModule } from '../device/device.module.js';
import { GroupController } from '../group/group.controller.js';
import { MemberController } from '../group/member.controller.js';
import { GroupModule } from '../group/group.module.js';
import { HttpModule } from '../http/http.module.js';
import { JoiningController } from '../joining/joining.controller.js';
import { JoiningModule } from '../joining/joining.module.js';
import { MessageActsController } from '../message-acts/message-acts.controller.js';
import { MessageActsModule } from '../message-acts/message-acts.module.js';
import { SavedController } from '../message-acts/saved.controller.js';
import { MessageController } from '../message/message.controller.js';
import { MessageModule } from '../message/message.module.js';
import { NotificationController } from '../notification/notification.controller.js';
import { NotificationModule } from '../notification/notification.module.js';
import { OrgController } from '../org/org.controller.js';
import { OrgModule } from '../org/org.module.js';
import { PersonalController } from '../personal/personal.controller.js';
import { PersonalModule } from '../personal/personal.module.js';
import { PreferenceController } from '../preference/preference.controller.js';
import { PreferenceModule } from '../preference/preference.module.js';
import { PresenceController } from '../presence/presence.controller.js';
import { PresenceModule } from '../presence/presence.module.js';
import { ReceiptController } from '../receipt/receipt.controller.js';
import { PushController } from '../push/push.controller.js';
import { PushModule } from '../push/push.module.js';
import { ReceiptModule } from '../receipt/receipt.module.js';
import { localLogic, MessagingCalls, SyncCalls } from '../rpc/local-logic.js';
import type { LogicPort } from '../rpc/logic.port.js';
import { ScheduledController } from '../scheduled/scheduled.controller.js';
import { ScheduledModule } from '../scheduled/scheduled.module.js';
import { SyncController } from '../sync/sync.controller.js';
import { SyncModule } from '../sync/sync.module.js';
import { ThreadController } from '../thread/thread.controller.js';
import { ThreadModule } from '../thread/thread.module.js';

/** The logic role: REST and the commands that gateways call. */
@Module({
  imports: [
    HttpModule,
    AuthModule,
    OrgModule,
    DeviceModule,
    ConversationModule,
    MessageModule,
    MessageActsModule,
    GroupModule,
    ChannelModule,
    JoiningModule,
    ReceiptModule,
    ScheduledModule,
    SyncModule,
    PreferenceModule,
    PresenceModule,
    PersonalModule,
    ThreadModule,
    NotificationModule,
    PushModule,
  ],
  controllers: [
    AuthController,
    OrgController,
    DeviceController,
    ConversationController,
    MessageController,
    MessageActsController,
    SavedController,
    GroupController,
    MemberController,
    ChannelController,
    JoiningController,
    ScheduledController,
    SyncController,
    PersonalController,
    ThreadController,
    ReceiptController,
    NotificationController,
    PreferenceController,
    PresenceController,
    PushController,
  ],
  providers: [MessagingCalls, SyncCalls],
})
export class LogicModule {}

export function logicPort(app: NestFastifyApplication): LogicPort {
  return localLogic({
    messaging: app.get(MessagingCalls),
    sync: app.get(SyncCalls),
    tokens: app.get(AccessTokens),
    revocations: app.get(Revocations),
    shards: app.get(ShardRouter),
  });
}
