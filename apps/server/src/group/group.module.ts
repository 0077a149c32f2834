import { Module } from '@nestjs/common';
import { ChannelModule } from '../channel/channel.module.js';
import { ConversationModule } from '../conversation/conversation.module.js';
import { FanoutModule } from '../fanout/fanout.module.js';
import { MessageModule } from '../message/message.module.js';
import { OrgModule } from '../org/org.module.js';
import { AddMembers } from './add-members.js';
import { ChangeGroup } from './change-group.js';
import { ChangeMember } from './change-member.js';
import { CreateGroup } from './create-group.js';
import { DissolveGroup } from './dissolve-group.js';
import { EditGroup } from './edit-group.js';
import { FinishDissolve } from './finish-dissolve.js';
import { FinishGroup } from './finish-group.js';
import { GroupEffects } from './group-effects.js';
import { GroupTools } from './group-tools.js';
import { JoinChannel } from './join-channel.js';
import { LeaveGroup } from './leave-group.js';
import { ListMembers } from './list-members.js';
import { ReadAnnouncement } from './read-announcement.js';
import { RemoveMember } from './remove-member.js';

const commands = [
  AddMembers,
  ChangeGroup,
  ChangeMember,
  CreateGroup,
  DissolveGroup,
  EditGroup,
  FinishDissolve,
  FinishGroup,
  GroupEffects,
  JoinChannel,
  LeaveGroup,
  ListMembers,
  ReadAnnouncement,
  RemoveMember,
];

@Module({
  imports: [ChannelModule, ConversationModule, FanoutModule, MessageModule, OrgModule],
  providers: [GroupTools, ...commands],
  exports: [GroupTools, ...commands],
})
export class GroupModule {}
