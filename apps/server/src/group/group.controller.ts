import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Req } from '@nestjs/common';
import { type ChatListItem, type MemberPage, ROUTES } from '@parley/contract';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { actorOf } from '../http/request.js';
import { storable } from '../http/storable.js';
import { AddMembers } from './add-members.js';
import { ChangeRole } from './change-role.js';
import { LeaveGroup } from './leave-group.js';
import { ListMembers } from './list-members.js';
import { RemoveMember } from './remove-member.js';
import { RenameGroup } from './rename-group.js';

const { members, addMembers, removeMember, changeRole, renameGroup, leaveGroup } = ROUTES;
type OfGroup = z.output<typeof members.params>;
type OfMember = z.output<typeof removeMember.params>;

@Controller('conversations/:conversationId')
export class GroupController {
  constructor(
    private readonly list: ListMembers,
    private readonly add: AddMembers,
    private readonly remove: RemoveMember,
    private readonly role: ChangeRole,
    private readonly rename: RenameGroup,
    private readonly leave: LeaveGroup,
  ) {}

  @Get('members')
  page(
    @Req() req: FastifyRequest,
    @Param({ schema: members.params }) { conversationId }: OfGroup,
    @Query({ schema: members.query }) query: z.output<typeof members.query>,
  ): Promise<MemberPage> {
    return this.list.execute(actorOf(req), conversationId, query);
  }

  @Post('members')
  @HttpCode(200)
  addMembers(
    @Req() req: FastifyRequest,
    @Param({ schema: addMembers.params }) { conversationId }: OfGroup,
    @Body({ schema: addMembers.body }) { userIds }: z.output<typeof addMembers.body>,
  ): Promise<ChatListItem> {
    return this.add.execute(actorOf(req), conversationId, userIds);
  }

  @Delete('members/:userId')
  removeMember(
    @Req() req: FastifyRequest,
    @Param({ schema: removeMember.params }) { conversationId, userId }: OfMember,
  ): Promise<ChatListItem> {
    return this.remove.execute(actorOf(req), conversationId, userId);
  }

  @Patch('members/:userId')
  changeRole(
    @Req() req: FastifyRequest,
    @Param({ schema: changeRole.params }) { conversationId, userId }: OfMember,
    @Body({ schema: changeRole.body }) { role }: z.output<typeof changeRole.body>,
  ): Promise<ChatListItem> {
    return this.role.execute(actorOf(req), conversationId, { userId, role });
  }

  @Patch()
  renameGroup(
    @Req() req: FastifyRequest,
    @Param({ schema: renameGroup.params }) { conversationId }: OfGroup,
    @Body({ schema: storable(renameGroup.body) }) { name }: z.output<typeof renameGroup.body>,
  ): Promise<ChatListItem> {
    return this.rename.execute(actorOf(req), conversationId, name);
  }

  @Post('leave')
  @HttpCode(200)
  async leaveGroup(
    @Req() req: FastifyRequest,
    @Param({ schema: leaveGroup.params }) { conversationId }: OfGroup,
  ): Promise<Record<string, never>> {
    await this.leave.execute(actorOf(req), conversationId);
    return {};
  }
}
