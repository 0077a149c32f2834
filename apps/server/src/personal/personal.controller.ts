import { Body, Controller, Param, Patch, Put, Req } from '@nestjs/common';
import { type Draft, type Personal, ROUTES } from '@parley/contract';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { actorOf } from '../http/request.js';
import { SaveDraft } from './save-draft.js';
import { SetPersonal } from './set-personal.js';

const { personal, draft } = ROUTES;
type OfConversation = z.output<typeof personal.params>;

@Controller('conversations/:conversationId')
export class PersonalController {
  constructor(
    private readonly set: SetPersonal,
    private readonly save: SaveDraft,
  ) {}

  @Patch('personal')
  change(
    @Req() req: FastifyRequest,
    @Param({ schema: personal.params }) { conversationId }: OfConversation,
    @Body({ schema: personal.body }) change: z.output<typeof personal.body>,
  ): Promise<Personal> {
    return this.set.execute(actorOf(req), conversationId, change);
  }

  @Put('draft')
  type(
    @Req() req: FastifyRequest,
    @Param({ schema: draft.params }) { conversationId }: OfConversation,
    @Body({ schema: draft.body }) change: z.output<typeof draft.body>,
  ): Promise<Draft> {
    return this.save.execute(actorOf(req), conversationId, change);
  }
}
