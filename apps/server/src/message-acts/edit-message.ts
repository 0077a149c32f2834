import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import type { ContentEdit, Message } from '@parley/contract';
import { checkContent, checkEdit, checkMentionRights, checkPosting, namedIn } from '@parley/core';
import type { MessageRow } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { contentOf, type ContentColumns, toColumns } from '../message/message-content.js';
import type { Config } from '../platform/config.js';
import { CONFIG } from '../platform/platform.module.js';
import { ChangeMessage, marksOf, type MessageAt } from './change-message.js';
import { membersOf } from './message-acts.repo.js';

/** Says something else in a message of one's own; what it said is kept as a version. */
@Injectable()
export class EditMessage {
  constructor(
    private readonly change: ChangeMessage,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async execute(actor: Actor, at: MessageAt, content: ContentEdit): Promise<Message> {
    checkContent(content);
    const { mentions = [] } = content;
    const windowMs = this.config.policy.editWindowMs;
    return this.change.execute(actor, at, async (tx, { message, acted, actor: me, rules, now }) => {
      checkEdit(acted, me, { now: now.getTime(), windowMs });
      // Who may not speak must not speak by editing.
      if (rules !== null) checkPosting(rules, { role: me.role ?? 'member', mutedUntil: me.mutedUntil }, now.getTime());
      const members = await membersOf(tx, at.conversationId, namedIn(content));
      checkMentionRights(mentions, { role: me.role ?? 'member', rules, members });
      const columns = editedColumns(message, content);
      const same = message.text === columns.text && isDeepStrictEqual(message.structure, columns.structure);
      const marks = { ...marksOf(message), edited: { at: now.getTime() } };
      return same ? null : { kind: 'edit', content: columns, marks };
    });
  }
}

/** An edit says something else, and goes on answering what the message answered. */
function editedColumns(message: MessageRow, content: ContentEdit): ContentColumns {
  const replyTo = contentOf(message, null).replyTo;
  return toColumns(replyTo === undefined ? content : { ...content, replyTo: { seq: replyTo.seq } });
}
