import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { type ChatListItem, type ChatListPage, ROUTES } from '@parley/contract';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { actorOf } from '../http/request.js';
import { CreateGroup } from '../group/create-group.js';
import { InFlight } from '../http/in-flight.js';
import { storable } from '../http/storable.js';
import { ChatList } from './chat-list.js';
import { OpenDirect } from './open-direct.js';

const { chatList, createConversation, conversation } = ROUTES;

/** A device reads one page after the other; so many are more conversations than anybody has. */
const PAGES = { atOnce: 4, inTenSeconds: 300 };

@Controller('conversations')
export class ConversationController {
  private readonly pages = new InFlight(PAGES);

  constructor(
    private readonly list: ChatList,
    private readonly openDirect: OpenDirect,
    private readonly createGroup: CreateGroup,
  ) {}

  @Get()
  page(
    @Req() req: FastifyRequest,
    @Query({ schema: chatList.query }) query: z.output<typeof chatList.query>,
  ): Promise<ChatListPage> {
    const actor = actorOf(req);
    return this.pages.run(actor.deviceId, () => this.list.page(actor, query));
  }

  @Post()
  @HttpCode(200)
  open(
    @Req() req: FastifyRequest,
    @Body({ schema: storable(createConversation.body) }) body: z.output<typeof createConversation.body>,
  ): Promise<ChatListItem> {
    const actor = actorOf(req);
    return body.kind === 'direct' ? this.openDirect.execute(actor, body.userId) : this.createGroup.execute(actor, body);
  }

  @Get(':conversationId')
  one(
    @Req() req: FastifyRequest,
    @Param({ schema: conversation.params }) params: z.output<typeof conversation.params>,
  ): Promise<ChatListItem> {
    return this.list.item(actorOf(req), params.conversationId);
  }
}
