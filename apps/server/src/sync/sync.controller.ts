import { Body, Controller, Get, HttpCode, Post, Query, Req } from '@nestjs/common';
import { type BatchSyncPage, ROUTES, type SyncPage } from '@parley/contract';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { actorOf } from '../http/request.js';
import { PullInbox } from './pull-inbox.js';
import { PullTimelines } from './pull-timelines.js';

const { sync, batchSync } = ROUTES;

@Controller()
export class SyncController {
  constructor(
    private readonly inbox: PullInbox,
    private readonly timelines: PullTimelines,
  ) {}

  @Get('sync')
  pull(
    @Req() req: FastifyRequest,
    @Query({ schema: sync.query }) query: z.output<typeof sync.query>,
  ): Promise<SyncPage> {
    return this.inbox.execute(actorOf(req), query);
  }

  @Post('batch/sync')
  @HttpCode(200)
  batch(
    @Req() req: FastifyRequest,
    @Body({ schema: batchSync.body }) body: z.output<typeof batchSync.body>,
  ): Promise<BatchSyncPage> {
    return this.timelines.execute(actorOf(req), body);
  }
}
