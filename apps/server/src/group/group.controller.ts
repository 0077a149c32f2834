import { Body, Controller, Get, HttpCode, Param, Patch, Post, Req } from '@nestjs/common';
import { type ChatListItem, type RestOutput, ROUTES } from '@parley/contract';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { actorOf } from '../http/request.js';
import { storable } from '../http/storable.js';
import { DissolveGroup } from './dissolve-group.js';
import { EditGroup } from './edit-group.js';
import { JoinChannel } from './join-channel.js';
import { LeaveGroup } from './leave-group.js';
import { ReadAnnouncement } from './read-announcement.js';

const { changeGroup, announcement, leaveGroup, dissolveGroup, joinChannel } = ROUTES;
type OfGroup = z.output<typeof leaveGroup.params>;

/** A group as a whole; its people are member.controller.ts. */
@Controller('conversations/:conversationId')
export class GroupController {
  constructor(
    private readonly edit: EditGroup,
    private readonly announced: ReadAnnouncement,
    private readonly leave: LeaveGroup,
    private readonly dissolve: DissolveGroup,
    private readonly join: JoinChannel,
  ) {}

  @Patch()
  changeGroup(
    @Req() req: FastifyRequest,
    @Param({ schema: changeGroup.params }) { conversationId }: OfGroup,
    @Body({ schema: storable(changeGroup.body) }) body: z.output<typeof changeGroup.body>,
  ): Promise<ChatListItem> {
    return this.edit.execute(actorOf(req), conversationId, body);
  }

  @Get('announcement')
  announcement(
    @Req() req: FastifyRequest,
    @Param({ schema: announcement.params }) { conversationId }: OfGroup,
  ): Promise<RestOutput<'announcement'>> {
    return this.announced.execute(actorOf(req), conversationId);
  }

  @Post('leave')
  @HttpCode(200)
  async leaveGroup(
    @Req() req: FastifyRequest,
    @Param({ schema: leaveGroup.params }) { conversationId }: OfGroup,
  ): Promise<object> {
    await this.leave.execute(actorOf(req), conversationId);
    return {};
  }

  @Post('dissolve')
  @HttpCode(200)
  async dissolveGroup(
    @Req() req: FastifyRequest,
    @Param({ schema: dissolveGroup.params }) { conversationId }: OfGroup,
  ): Promise<object> {
    await this.dissolve.execute(actorOf(req), conversationId);
    return {};
  }

  @Post('join')
  @HttpCode(200)
  joinChannel(
    @Req() req: FastifyRequest,
    @Param({ schema: joinChannel.params }) { conversationId }: OfGroup,
  ): Promise<ChatListItem> {
    return this.join.execute(actorOf(req), conversationId);
  }
}
