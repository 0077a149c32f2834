import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { type HistoryPage, type MessageSent, type ReadState, ROUTES } from '@parley/contract';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { actorOf, traceOf } from '../http/request.js';
import { MarkRead } from '../receipt/mark-read.js';
import { ForwardMessages } from './forward-messages.js';
import { storable } from '../http/storable.js';
import { ReadHistory } from './read-history.js';
import { SendMessage } from './send-message.js';

const { history, sendMessage, forward, read } = ROUTES;
type InConversation = z.output<typeof history.params>;

@Controller('conversations/:conversationId')
export class MessageController {
  constructor(
    private readonly readHistory: ReadHistory,
    private readonly send: SendMessage,
    private readonly forwardMessages: ForwardMessages,
    private readonly markRead: MarkRead,
  ) {}

  @Get('messages')
  page(
    @Req() req: FastifyRequest,
    @Param({ schema: history.params }) { conversationId }: InConversation,
    @Query({ schema: history.query }) query: z.output<typeof history.query>,
  ): Promise<HistoryPage> {
    return this.readHistory.execute(actorOf(req), conversationId, query);
  }

  @Post('messages')
  @HttpCode(200)
  post(
    @Req() req: FastifyRequest,
    @Param({ schema: sendMessage.params }) { conversationId }: InConversation,
    @Body({ schema: sendMessage.body }) body: z.output<typeof sendMessage.body>,
  ): Promise<MessageSent> {
    return this.send.execute(actorOf(req), { ...body, conversationId }, { trace: traceOf(req) });
  }

  @Post('forward')
  @HttpCode(200)
  forward(
    @Req() req: FastifyRequest,
    @Param({ schema: forward.params }) target: InConversation,
    @Body({ schema: storable(forward.body) }) body: z.output<typeof forward.body>,
  ): Promise<MessageSent> {
    return this.forwardMessages.execute(actorOf(req), target, body);
  }

  @Post('read')
  @HttpCode(200)
  readTo(
    @Req() req: FastifyRequest,
    @Param({ schema: read.params }) { conversationId }: InConversation,
    @Body({ schema: read.body }) { seq }: z.output<typeof read.body>,
  ): Promise<ReadState> {
    return this.markRead.execute(actorOf(req), { conversationId, seq });
  }
}
