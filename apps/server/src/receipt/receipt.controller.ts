import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { type ReaderPage, type RestOutput, ROUTES } from '@parley/contract';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { actorOf } from '../http/request.js';
import { CountReaders } from './count-readers.js';
import { ListReaders } from './list-readers.js';

const { readers, readerCounts } = ROUTES;

@Controller('conversations/:conversationId')
export class ReceiptController {
  constructor(
    private readonly list: ListReaders,
    private readonly count: CountReaders,
  ) {}

  @Get('messages/:seq/readers')
  readers(
    @Req() req: FastifyRequest,
    @Param({ schema: readers.params }) at: z.output<typeof readers.params>,
    @Query({ schema: readers.query }) query: z.output<typeof readers.query>,
  ): Promise<ReaderPage> {
    return this.list.execute(actorOf(req), at, query);
  }

  @Post('readers/counts')
  @HttpCode(200)
  async counts(
    @Req() req: FastifyRequest,
    @Param({ schema: readerCounts.params }) { conversationId }: z.output<typeof readerCounts.params>,
    @Body({ schema: readerCounts.body }) { seqs }: z.output<typeof readerCounts.body>,
  ): Promise<RestOutput<'readerCounts'>> {
    return { counts: await this.count.execute(actorOf(req), conversationId, seqs) };
  }
}
