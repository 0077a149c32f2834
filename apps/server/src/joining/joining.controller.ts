import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { type ChatListItem, type JoinPreview, type JoinRequestPage, type RestOutput, ROUTES } from '@parley/contract';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { actorOf } from '../http/request.js';
import { AnswerJoinRequests } from './answer-join-requests.js';
import { ManageJoinLink } from './manage-join-link.js';
import { UseJoinLink } from './use-join-link.js';

const { joinLink, makeJoinLink, previewJoinLink, useJoinLink, joinRequests, answerJoinRequest } = ROUTES;
type OfGroup = z.output<typeof joinLink.params>;
type OfRequest = z.output<typeof answerJoinRequest.params>;
type Token = z.output<typeof useJoinLink.body>;

@Controller()
export class JoiningController {
  constructor(
    private readonly links: ManageJoinLink,
    private readonly using: UseJoinLink,
    private readonly requests: AnswerJoinRequests,
  ) {}

  @Get('conversations/:conversationId/join-link')
  show(
    @Req() req: FastifyRequest,
    @Param({ schema: joinLink.params }) { conversationId }: OfGroup,
  ): Promise<RestOutput<'joinLink'>> {
    return this.links.show(actorOf(req), conversationId);
  }

  @Post('conversations/:conversationId/join-link')
  @HttpCode(200)
  make(
    @Req() req: FastifyRequest,
    @Param({ schema: makeJoinLink.params }) { conversationId }: OfGroup,
    @Body({ schema: makeJoinLink.body }) body: z.output<typeof makeJoinLink.body>,
  ): Promise<RestOutput<'makeJoinLink'>> {
    return this.links.make(actorOf(req), conversationId, body);
  }

  @Delete('conversations/:conversationId/join-link')
  async revoke(
    @Req() req: FastifyRequest,
    @Param({ schema: joinLink.params }) { conversationId }: OfGroup,
  ): Promise<object> {
    await this.links.revoke(actorOf(req), conversationId);
    return {};
  }

  @Post('join-links/preview')
  @HttpCode(200)
  preview(@Req() req: FastifyRequest, @Body({ schema: previewJoinLink.body }) { token }: Token): Promise<JoinPreview> {
    return this.using.preview(actorOf(req), token);
  }

  @Post('join-links/join')
  @HttpCode(200)
  async join(
    @Req() req: FastifyRequest,
    @Body({ schema: useJoinLink.body }) { token }: Token,
  ): Promise<RestOutput<'useJoinLink'>> {
    return { item: await this.using.join(actorOf(req), token) };
  }

  @Get('conversations/:conversationId/join-requests')
  waiting(
    @Req() req: FastifyRequest,
    @Param({ schema: joinRequests.params }) { conversationId }: OfGroup,
    @Query({ schema: joinRequests.query }) query: z.output<typeof joinRequests.query>,
  ): Promise<JoinRequestPage> {
    return this.requests.page(actorOf(req), conversationId, query);
  }

  @Post('conversations/:conversationId/join-requests/:userId')
  @HttpCode(200)
  answer(
    @Req() req: FastifyRequest,
    @Param({ schema: answerJoinRequest.params }) { conversationId, userId }: OfRequest,
    @Body({ schema: answerJoinRequest.body }) { approve }: z.output<typeof answerJoinRequest.body>,
  ): Promise<ChatListItem> {
    return this.requests.answer(actorOf(req), conversationId, { userId, approve });
  }
}
