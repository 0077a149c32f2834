import { Injectable } from '@nestjs/common';
import { LIMITS, type Message, ParleyError } from '@parley/contract';
import { checkRight, demandSaid } from '@parley/core';
import type { Actor } from '../auth/actor.js';
import { type Acting, ChangeMessage, marksOf, type MessageAt } from './change-message.js';
import { deletePin, storePin } from './message-acts.repo.js';

/** Pins a message in its conversation for everybody, or takes the pin off. */
@Injectable()
export class PinMessage {
  constructor(private readonly change: ChangeMessage) {}

  pin(actor: Actor, at: MessageAt): Promise<Message> {
    return this.change.execute(actor, at, async (tx, { message, acted, actor: me, rules, now }) => {
      const by = me.userId;
      demandSaid(acted);
      checkPin(rules, me);
      const marks = marksOf(message);
      if (marks.pinned !== undefined) return null;
      const pins = await storePin(tx, { ...at, by, at: now });
      if (pins > LIMITS.pins) throw new ParleyError('PINS_FULL', { limit: LIMITS.pins });
      return { kind: 'pin', marks: { ...marks, pinned: { by, at: now.getTime() } } };
    });
  }

  unpin(actor: Actor, at: MessageAt): Promise<Message> {
    return this.change.execute(actor, at, async (tx, { message, actor: me, rules }) => {
      checkPin(rules, me);
      const { pinned, ...marks } = marksOf(message);
      if (pinned === undefined) return null;
      await deletePin(tx, at.conversationId, at.seq);
      return { kind: 'pin', marks };
    });
  }
}

function checkPin(rules: Acting['rules'], { role }: Acting['actor']): void {
  if (rules !== null) checkRight(rules.settings, 'pin', { role: role ?? 'member' });
}
