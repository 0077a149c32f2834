import { Inject, Injectable } from '@nestjs/common';
import type { PushPayload } from '@parley/contract';
import { UserAccess } from '../org/user.access.js';
import type { Config } from '../platform/config.js';
import { CONFIG } from '../platform/platform.module.js';
import type { KnownFacts } from './push-facts.js';
import { pushPayload } from './push-payload.js';

export type ContentAsk = { conversationId: string; seq: number; count: number; facts: KnownFacts };

/** What a push says, put together at the last moment: no queue and no row ever holds it. */
@Injectable()
export class PushContent {
  constructor(
    private readonly users: UserAccess,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async of({ conversationId, seq, count, facts: { row, settings, message } }: ContentAsk): Promise<PushPayload> {
    const { idOnly } = this.config.push;
    if (row === null) throw new Error('what may not be seen is not pushed');
    const [sender] = idOnly ? [] : await this.users.summaries([row.senderId]);
    const { preview } = settings;
    return pushPayload({
      conversationId,
      seq,
      count,
      row,
      sender: sender?.name,
      calls: message.calls !== null,
      preview,
      idOnly,
    });
  }
}
