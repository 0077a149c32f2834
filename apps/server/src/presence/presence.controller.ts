import { Body, Controller, Get, Patch, Req } from '@nestjs/common';
import { type OwnStatus, type RestOutput, ROUTES } from '@parley/contract';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { actorOf } from '../http/request.js';
import { storable } from '../http/storable.js';
import { CountOnline } from './count-online.js';
import { SetStatus } from './set-status.js';
import { StatusAccess } from './status.access.js';

const { changeStatus } = ROUTES;

@Controller()
export class PresenceController {
  constructor(
    private readonly access: StatusAccess,
    private readonly set: SetStatus,
    private readonly count: CountOnline,
  ) {}

  @Get('me/status')
  status(@Req() req: FastifyRequest): Promise<OwnStatus> {
    return this.access.statusOf(actorOf(req).userId);
  }

  @Patch('me/status')
  change(
    @Req() req: FastifyRequest,
    @Body({ schema: storable(changeStatus.body) }) body: z.output<typeof changeStatus.body>,
  ): Promise<OwnStatus> {
    return this.set.execute(actorOf(req), body);
  }

  @Get('presence/count')
  async online(@Req() req: FastifyRequest): Promise<RestOutput<'onlineCount'>> {
    return { online: await this.count.execute(actorOf(req)) };
  }
}
