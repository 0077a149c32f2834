import { Module } from '@nestjs/common';
import { FanoutModule } from '../fanout/fanout.module.js';
import { MessageModule } from '../message/message.module.js';
import { ChangeMessage } from './change-message.js';
import { EditMessage } from './edit-message.js';
import { FindMessages } from './find-messages.js';
import { FinishChange } from './finish-change.js';
import { FinishOwn } from './finish-own.js';
import { HideMessages } from './hide-messages.js';
import { PinMessage } from './pin-message.js';
import { ReactToMessage } from './react-to-message.js';
import { RecallMessage } from './recall-message.js';
import { SaveMessage } from './save-message.js';

const commands = [
  EditMessage,
  FindMessages,
  FinishChange,
  FinishOwn,
  HideMessages,
  PinMessage,
  ReactToMessage,
  RecallMessage,
  SaveMessage,
];

@Module({
  imports: [FanoutModule, MessageModule],
  providers: [ChangeMessage, ...commands],
  exports: commands,
})
export class MessageActsModule {}
