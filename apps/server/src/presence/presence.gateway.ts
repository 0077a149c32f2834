import { Inject, Injectable } from '@nestjs/common';
import { LOGIC_PORT, type LogicPort } from '../rpc/logic.port.js';
import type { Handlers } from '../socket/dispatcher.js';
import { InFlight } from '../http/in-flight.js';
import { Looks } from '../socket/looks.js';

/** A client asks one page after the other. */
const QUESTIONS_AT_ONCE = 4;

@Injectable()
export class PresenceGateway {
  private readonly questions = new InFlight({ atOnce: QUESTIONS_AT_ONCE });

  constructor(
    @Inject(LOGIC_PORT) private readonly logic: LogicPort,
    private readonly looks: Looks,
  ) {}

  readonly handlers: Handlers<'typing' | 'presence.get'> = {
    typing: (connection, { conversationId }) => this.logic.typing({ actor: connection.actor, conversationId }),
    'presence.get': (connection, { userIds, look = false }) =>
      this.questions.run(connection.actor.deviceId, async () => {
        const viewerId = connection.actor.userId;
        // A logic of before says of nobody that it may be known.
        const { presence, known } = await this.logic.presence({ viewerId, userIds });
        if (look) {
          const telling = new Set(known ?? []);
          this.looks.look(
            connection,
            [...new Set(userIds)].map((userId) => ({ userId, lastSeen: telling.has(userId) })),
          );
        }
        return { presence };
      }),
  };
}
