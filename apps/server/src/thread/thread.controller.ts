import { Body, Controller, Get, Param, Patch, Put, Query, Req } from '@nestjs/common';
import { type Draft, ROUTES, type ThreadListPage, type ThreadPage, type ThreadState } from '@parley/contract';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { actorOf } from '../http/request.js';
import { ChangeThread } from './change-thread.js';
import { ListThreads } from './list-threads.js';
import { ReadThread } from './read-thread.js';
import { SaveThreadDraft } from './save-thread-draft.js';

const { threads, thread, changeThread, threadDraft } = ROUTES;
type OfThread = z.output<typeof thread.params>;

@Controller()
export class ThreadController {
  constructor(
    private readonly list: ListThreads,
    private readonly reading: ReadThread,
    private readonly changes: ChangeThread,
    private readonly drafts: SaveThreadDraft,
  ) {}

  @Get('threads')
  page(
    @Req() req: FastifyRequest,
    @Query({ schema: threads.query }) query: z.output<typeof threads.query>,
  ): Promise<ThreadListPage> {
    return this.list.execute(actorOf(req), query);
  }

  @Get('conversations/:conversationId/threads/:seq')
  read(
    @Req() req: FastifyRequest,
    @Param({ schema: thread.params }) key: OfThread,
    @Query({ schema: thread.query }) query: z.output<typeof thread.query>,
  ): Promise<ThreadPage> {
    return this.reading.execute(actorOf(req), key, query);
  }

  @Patch('conversations/:conversationId/threads/:seq')
  change(
    @Req() req: FastifyRequest,
    @Param({ schema: changeThread.params }) key: OfThread,
    @Body({ schema: changeThread.body }) change: z.output<typeof changeThread.body>,
  ): Promise<ThreadState> {
    return this.changes.execute(actorOf(req), key, change);
  }

  @Put('conversations/:conversationId/threads/:seq/draft')
  type(
    @Req() req: FastifyRequest,
    @Param({ schema: threadDraft.params }) key: OfThread,
    @Body({ schema: threadDraft.body }) change: z.output<typeof threadDraft.body>,
  ): Promise<Draft> {
    return this.drafts.execute(actorOf(req), key, change);
  }
}
