import { Module } from '@nestjs/common';
import { ConversationModule } from '../conversation/conversation.module.js';
import { FanoutModule } from '../fanout/fanout.module.js';
import { MessageModule } from '../message/message.module.js';
import { OrgModule } from '../org/org.module.js';
import { AddMembers } from './add-members.js';
import { ChangeGroup } from './change-group.js';
import { ChangeRole } from './change-role.js';
import { CreateGroup } from './create-group.js';
import { FinishGroup } from './finish-group.js';
import { GroupTools } from './group-tools.js';
import { LeaveGroup } from './leave-group.js';
import { ListMembers } from './list-members.js';
import { RemoveMember } from './remove-member.js';
import { RenameGroup } from './rename-group.js';

const commands = [AddMembers, ChangeRole, CreateGroup, FinishGroup, LeaveGroup, ListMembers, RemoveMember, RenameGroup];

@Module({
  imports: [ConversationModule, FanoutModule, MessageModule, OrgModule],
  providers: [ChangeGroup, GroupTools, ...commands],
  exports: commands,
})
export class GroupModule {}
