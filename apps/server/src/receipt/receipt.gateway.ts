import { Inject, Injectable } from '@nestjs/common';
import { LOGIC_PORT, type LogicPort } from '../rpc/logic.port.js';
import type { Handlers } from '../socket/dispatcher.js';

@Injectable()
export class ReceiptGateway {
  constructor(@Inject(LOGIC_PORT) private readonly logic: LogicPort) {}

  readonly handlers: Handlers<'receipt.read'> = {
    'receipt.read': (connection, report) => this.logic.read({ actor: connection.actor, ...report }),
  };
}
