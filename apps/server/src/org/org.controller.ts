import { Body, Controller, Get, HttpCode, Post, Put, Query, Req, Res } from '@nestjs/common';
import { ROUTES, SetupRequest } from '@parley/contract';
import type { Me, RestOutput, Session } from '@parley/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BrowserSession } from '../auth/browser-session.js';
import { Public } from '../http/public.decorator.js';
import { actorOf, originOf } from '../http/request.js';
import { storable } from '../http/storable.js';
import { FindUsers } from './find-users.js';
import { ReadMe } from './read-me.js';
import { SetUp } from './set-up.js';
import { ShowReceipts } from './show-receipts.js';
import { UserAccess } from './user.access.js';

@Controller()
export class OrgController {
  constructor(
    private readonly setUp: SetUp,
    private readonly me: ReadMe,
    private readonly find: FindUsers,
    private readonly people: UserAccess,
    private readonly browser: BrowserSession,
    private readonly receipts: ShowReceipts,
  ) {}

  @Get('setup')
  @Public()
  async setupState(): Promise<RestOutput<'setupState'>> {
    return { needed: await this.setUp.needed() };
  }

  @Post('setup')
  @Public()
  async setup(
    @Body({ schema: storable(SetupRequest) }) body: SetupRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Session> {
    this.browser.checkOrigin(request, body.session);
    return this.browser.answer(reply, await this.setUp.execute(body, originOf(request)), body.session);
  }

  @Get('me')
  readMe(@Req() request: FastifyRequest): Promise<Me> {
    return this.me.execute(actorOf(request));
  }

  @Put('me/receipts')
  async showReceipts(
    @Req() request: FastifyRequest,
    @Body({ schema: ROUTES.showReceipts.body }) { shown }: { shown: boolean },
  ): Promise<RestOutput<'showReceipts'>> {
    await this.receipts.execute(actorOf(request), shown);
    return {};
  }

  @Post('batch/users')
  @HttpCode(200)
  async usersById(
    @Body({ schema: ROUTES.usersById.body }) { userIds }: { userIds: string[] },
  ): Promise<RestOutput<'usersById'>> {
    return { users: await this.people.summaries([...new Set(userIds)]) };
  }

  @Get('users')
  async users(
    @Query({ schema: storable(ROUTES.findUsers.query) }) query: { query: string; limit: number },
  ): Promise<RestOutput<'findUsers'>> {
    return { users: await this.find.execute(query) };
  }
}
