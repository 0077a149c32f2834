import { Controller, Delete, Get, Param, Put, Query, Req } from '@nestjs/common';
import { type RestOutput, ROUTES, type SavedPage } from '@parley/contract';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { actorOf } from '../http/request.js';
import { FindMessages } from './find-messages.js';
import { SaveMessage } from './save-message.js';

const { saveMessage, saved } = ROUTES;
type OfMessage = z.output<typeof saveMessage.params>;

@Controller('saved')
export class SavedController {
  constructor(
    private readonly save: SaveMessage,
    private readonly find: FindMessages,
  ) {}

  @Get()
  page(
    @Req() req: FastifyRequest,
    @Query({ schema: saved.query }) query: z.output<typeof saved.query>,
  ): Promise<SavedPage> {
    return this.find.saved(actorOf(req), query);
  }

  @Put(':conversationId/:seq')
  saveMessage(
    @Req() req: FastifyRequest,
    @Param({ schema: saveMessage.params }) at: OfMessage,
  ): Promise<RestOutput<'saveMessage'>> {
    return this.save.save(actorOf(req), at);
  }

  @Delete(':conversationId/:seq')
  async unsaveMessage(
    @Req() req: FastifyRequest,
    @Param({ schema: saveMessage.params }) at: OfMessage,
  ): Promise<Record<string, never>> {
    await this.save.unsave(actorOf(req), at);
    return {};
  }
}
