import { Inject, Injectable } from '@nestjs/common';
import type { ContentInput, Message } from '@parley/contract';
import { checkContent, checkEdit, checkPosting } from '@parley/core';
import type { Actor } from '../auth/actor.js';
import { toColumns } from '../message/message-content.js';
import type { Config } from '../platform/config.js';
import { CONFIG } from '../platform/platform.module.js';
import { ChangeMessage, marksOf, type MessageAt } from './change-message.js';

/** Says something else in a message of one's own; what it said is kept as a version. */
@Injectable()
export class EditMessage {
  constructor(
    private readonly change: ChangeMessage,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async execute(actor: Actor, at: MessageAt, content: ContentInput): Promise<Message> {
    checkContent(content);
    const columns = toColumns(content);
    const windowMs = this.config.policy.editWindowMs;
    return this.change.execute(actor, at, (_, { message, acted, actor: me, rules, now }) => {
      checkEdit(acted, me, { now: now.getTime(), windowMs });
      // Who may not speak must not speak by editing.
      if (rules !== null) checkPosting(rules, { role: me.role ?? 'member', mutedUntil: me.mutedUntil }, now.getTime());
      const same = message.text === columns.text && isSame(message.structure, columns.structure);
      const marks = { ...marksOf(message), edited: { at: now.getTime() } };
      return Promise.resolve(same ? null : { kind: 'edit', content: columns, marks });
    });
  }
}

/** Both come from the same writer, so their keys stand in the same order or the content is another one. */
function isSame(stored: object | null, asked: object | null): boolean {
  return JSON.stringify(stored) === JSON.stringify(asked);
}
