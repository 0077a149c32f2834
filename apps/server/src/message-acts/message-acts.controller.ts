import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Req } from '@nestjs/common';
import { type Message, type RestOutput, ROUTES } from '@parley/contract';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { actorOf } from '../http/request.js';
import { EditMessage } from './edit-message.js';
import { FindMessages } from './find-messages.js';
import { HideMessages } from './hide-messages.js';
import { PinMessage } from './pin-message.js';
import { ReactToMessage } from './react-to-message.js';
import { RecallMessage } from './recall-message.js';

const { editMessage, addReaction, hideMessages, pins } = ROUTES;
type OfMessage = z.output<typeof editMessage.params>;
type OfReaction = z.output<typeof addReaction.params>;
type OfConversation = z.output<typeof pins.params>;

@Controller('conversations/:conversationId')
export class MessageActsController {
  constructor(
    private readonly edit: EditMessage,
    private readonly recall: RecallMessage,
    private readonly react: ReactToMessage,
    private readonly pin: PinMessage,
    private readonly hide: HideMessages,
    private readonly find: FindMessages,
  ) {}

  @Patch('messages/:seq')
  editMessage(
    @Req() req: FastifyRequest,
    @Param({ schema: editMessage.params }) at: OfMessage,
    @Body({ schema: editMessage.body }) { content }: z.output<typeof editMessage.body>,
  ): Promise<Message> {
    return this.edit.execute(actorOf(req), at, content);
  }

  @Get('messages/:seq/versions')
  async versions(
    @Req() req: FastifyRequest,
    @Param({ schema: editMessage.params }) at: OfMessage,
  ): Promise<RestOutput<'messageVersions'>> {
    return { versions: await this.find.versions(actorOf(req), at) };
  }

  @Post('messages/:seq/recall')
  @HttpCode(200)
  recallMessage(@Req() req: FastifyRequest, @Param({ schema: editMessage.params }) at: OfMessage): Promise<Message> {
    return this.recall.execute(actorOf(req), at);
  }

  @Put('messages/:seq/reactions/:emoji')
  addReaction(
    @Req() req: FastifyRequest,
    @Param({ schema: addReaction.params }) { emoji, ...at }: OfReaction,
  ): Promise<Message> {
    return this.react.execute(actorOf(req), at, { emoji, on: true });
  }

  @Delete('messages/:seq/reactions/:emoji')
  removeReaction(
    @Req() req: FastifyRequest,
    @Param({ schema: addReaction.params }) { emoji, ...at }: OfReaction,
  ): Promise<Message> {
    return this.react.execute(actorOf(req), at, { emoji, on: false });
  }

  @Put('messages/:seq/pin')
  pinMessage(@Req() req: FastifyRequest, @Param({ schema: editMessage.params }) at: OfMessage): Promise<Message> {
    return this.pin.pin(actorOf(req), at);
  }

  @Delete('messages/:seq/pin')
  unpinMessage(@Req() req: FastifyRequest, @Param({ schema: editMessage.params }) at: OfMessage): Promise<Message> {
    return this.pin.unpin(actorOf(req), at);
  }

  @Get('pins')
  async pins(
    @Req() req: FastifyRequest,
    @Param({ schema: pins.params }) { conversationId }: OfConversation,
  ): Promise<RestOutput<'pins'>> {
    return { messages: await this.find.pinned(actorOf(req), conversationId) };
  }

  @Post('hide')
  @HttpCode(200)
  async hideMessages(
    @Req() req: FastifyRequest,
    @Param({ schema: hideMessages.params }) { conversationId }: OfConversation,
    @Body({ schema: hideMessages.body }) { seqs }: z.output<typeof hideMessages.body>,
  ): Promise<Record<string, never>> {
    await this.hide.execute(actorOf(req), conversationId, seqs);
    return {};
  }
}
