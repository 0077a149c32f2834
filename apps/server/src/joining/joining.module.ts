import { Module } from '@nestjs/common';
import { ConversationModule } from '../conversation/conversation.module.js';
import { GroupModule } from '../group/group.module.js';
import { OrgModule } from '../org/org.module.js';
import { AnswerJoinRequests } from './answer-join-requests.js';
import { ManageJoinLink } from './manage-join-link.js';
import { UseJoinLink } from './use-join-link.js';

/** Ways into a group besides being added: by link, with or without an admin's yes. */
@Module({
  imports: [ConversationModule, GroupModule, OrgModule],
  providers: [AnswerJoinRequests, ManageJoinLink, UseJoinLink],
  exports: [AnswerJoinRequests, ManageJoinLink, UseJoinLink],
})
export class JoiningModule {}
