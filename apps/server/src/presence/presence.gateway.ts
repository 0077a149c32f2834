import { Inject, Injectable } from '@nestjs/common';
import { LOGIC_PORT, type LogicPort } from '../rpc/logic.port.js';
import type { Handlers } from '../socket/dispatcher.js';

@Injectable()
export class PresenceGateway {
  constructor(@Inject(LOGIC_PORT) private readonly logic: LogicPort) {}

  readonly handlers: Handlers<'typing' | 'presence.get'> = {
    typing: (connection, { conversationId }) => this.logic.typing({ actor: connection.actor, conversationId }),
    'presence.get': (_connection, { userIds }) => this.logic.presence({ userIds }),
  };
}
