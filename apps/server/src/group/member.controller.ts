import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Req } from '@nestjs/common';
import { type ChatListItem, type MemberPage, type RestOutput, ROUTES } from '@parley/contract';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { actorOf } from '../http/request.js';
import { storable } from '../http/storable.js';
import { AddMembers } from './add-members.js';
import { ChangeMember } from './change-member.js';
import { ListMembers } from './list-members.js';
import { RemoveMember } from './remove-member.js';

const { members, membersById, addMembers, removeMember, changeMember } = ROUTES;
type OfGroup = z.output<typeof members.params>;
type OfMember = z.output<typeof removeMember.params>;

@Controller('conversations/:conversationId')
export class MemberController {
  constructor(
    private readonly list: ListMembers,
    private readonly add: AddMembers,
    private readonly remove: RemoveMember,
    private readonly change: ChangeMember,
  ) {}

  @Get('members')
  page(
    @Req() req: FastifyRequest,
    @Param({ schema: members.params }) { conversationId }: OfGroup,
    @Query({ schema: members.query }) query: z.output<typeof members.query>,
  ): Promise<MemberPage> {
    return this.list.execute(actorOf(req), conversationId, query);
  }

  @Post('batch/members')
  @HttpCode(200)
  async membersById(
    @Req() req: FastifyRequest,
    @Param({ schema: membersById.params }) { conversationId }: OfGroup,
    @Body({ schema: membersById.body }) { userIds }: z.output<typeof membersById.body>,
  ): Promise<RestOutput<'membersById'>> {
    return { members: await this.list.byIds(actorOf(req), conversationId, userIds) };
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
  changeMember(
    @Req() req: FastifyRequest,
    @Param({ schema: changeMember.params }) { conversationId, userId }: OfMember,
    @Body({ schema: storable(changeMember.body) }) asked: z.output<typeof changeMember.body>,
  ): Promise<ChatListItem> {
    return this.change.execute(actorOf(req), conversationId, { userId, asked });
  }
}
