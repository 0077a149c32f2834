import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Req } from '@nestjs/common';
import { ROUTES, type Scheduled, type ScheduledPage } from '@parley/contract';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { actorOf } from '../http/request.js';
import { ChangeScheduled } from './change-scheduled.js';
import { ScheduleMessage } from './schedule-message.js';
import { ScheduledAccess } from './scheduled.access.js';
import { SendScheduledNow } from './send-scheduled-now.js';

const { scheduleMessage, scheduled, changeScheduled } = ROUTES;
type InConversation = z.output<typeof scheduleMessage.params>;
type OfScheduled = z.output<typeof changeScheduled.params>;

@Controller()
export class ScheduledController {
  constructor(
    private readonly schedule: ScheduleMessage,
    private readonly access: ScheduledAccess,
    private readonly changes: ChangeScheduled,
    private readonly send: SendScheduledNow,
  ) {}

  @Post('conversations/:conversationId/scheduled')
  @HttpCode(200)
  make(
    @Req() req: FastifyRequest,
    @Param({ schema: scheduleMessage.params }) { conversationId }: InConversation,
    @Body({ schema: scheduleMessage.body }) body: z.output<typeof scheduleMessage.body>,
  ): Promise<Scheduled> {
    return this.schedule.execute(actorOf(req), conversationId, body);
  }

  @Get('scheduled')
  page(
    @Req() req: FastifyRequest,
    @Query({ schema: scheduled.query }) query: z.output<typeof scheduled.query>,
  ): Promise<ScheduledPage> {
    return this.access.page(actorOf(req).userId, query);
  }

  @Patch('scheduled/:scheduledId')
  change(
    @Req() req: FastifyRequest,
    @Param({ schema: changeScheduled.params }) { scheduledId }: OfScheduled,
    @Body({ schema: changeScheduled.body }) body: z.output<typeof changeScheduled.body>,
  ): Promise<Scheduled> {
    return this.changes.change(actorOf(req), scheduledId, body);
  }

  @Delete('scheduled/:scheduledId')
  async cancel(
    @Req() req: FastifyRequest,
    @Param({ schema: changeScheduled.params }) { scheduledId }: OfScheduled,
  ): Promise<Record<string, never>> {
    await this.changes.cancel(actorOf(req), scheduledId);
    return {};
  }

  @Post('scheduled/:scheduledId/send')
  @HttpCode(200)
  sendNow(
    @Req() req: FastifyRequest,
    @Param({ schema: changeScheduled.params }) { scheduledId }: OfScheduled,
  ): Promise<Scheduled> {
    return this.send.execute(actorOf(req), scheduledId);
  }
}
