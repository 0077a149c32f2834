import { Body, Controller, Get, Put, Req } from '@nestjs/common';
import { type NotificationSettings, ROUTES } from '@parley/contract';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { actorOf } from '../http/request.js';
import { NotificationAccess } from './notification.access.js';
import { SetNotifications } from './set-notifications.js';

const { setNotifications } = ROUTES;

@Controller('notifications')
export class NotificationController {
  constructor(
    private readonly access: NotificationAccess,
    private readonly set: SetNotifications,
  ) {}

  @Get()
  settings(@Req() req: FastifyRequest): Promise<NotificationSettings> {
    return this.access.settingsOf(actorOf(req).userId);
  }

  @Put()
  change(
    @Req() req: FastifyRequest,
    @Body({ schema: setNotifications.body }) body: z.output<typeof setNotifications.body>,
  ): Promise<NotificationSettings> {
    return this.set.execute(actorOf(req), body);
  }
}
