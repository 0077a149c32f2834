import { Controller, Get, Query, Req } from '@nestjs/common';
import { type ChannelPage, ROUTES } from '@parley/contract';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { actorOf } from '../http/request.js';
import { storable } from '../http/storable.js';
import { BrowseChannels } from './browse-channels.js';

const { channels } = ROUTES;

@Controller('channels')
export class ChannelController {
  constructor(private readonly browse: BrowseChannels) {}

  @Get()
  page(
    @Req() req: FastifyRequest,
    @Query({ schema: storable(channels.query) }) query: z.output<typeof channels.query>,
  ): Promise<ChannelPage> {
    return this.browse.execute(actorOf(req), query);
  }
}
