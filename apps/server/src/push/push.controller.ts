import { Body, Controller, Delete, Get, HttpCode, Post, Query, Req } from '@nestjs/common';
import { type PushKey, type PushRecordPage, ROUTES } from '@parley/contract';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { actorOf } from '../http/request.js';
import { PushKeys } from './push-keys.js';
import { PushRecordsAccess } from './push-records.access.js';
import { SubscribePush } from './subscribe-push.js';

const { pushRecords, subscribePush } = ROUTES;

@Controller()
export class PushController {
  constructor(
    private readonly keys: PushKeys,
    private readonly subscriptions: SubscribePush,
    private readonly records: PushRecordsAccess,
  ) {}

  @Get('push/key')
  async key(): Promise<PushKey> {
    return { publicKey: await this.keys.publicKey() };
  }

  @Post('push/subscriptions')
  @HttpCode(200)
  async subscribe(
    @Req() req: FastifyRequest,
    @Body({ schema: subscribePush.body }) body: z.output<typeof subscribePush.body>,
  ): Promise<Record<string, never>> {
    await this.subscriptions.on(actorOf(req), body);
    return {};
  }

  @Delete('push/subscriptions')
  async unsubscribe(@Req() req: FastifyRequest): Promise<Record<string, never>> {
    await this.subscriptions.off(actorOf(req));
    return {};
  }

  @Get('notifications/ledger')
  ledger(
    @Req() req: FastifyRequest,
    @Query({ schema: pushRecords.query }) query: z.output<typeof pushRecords.query>,
  ): Promise<PushRecordPage> {
    return this.records.page(actorOf(req), query);
  }
}
