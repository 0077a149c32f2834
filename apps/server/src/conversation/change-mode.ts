import { Injectable } from '@nestjs/common';
import { type Activity, FANOUT, fanoutMode, type FanoutMode, noteActivity } from '@parley/core';
import { changeMode, changingConversation, modeSince, saidSince, ShardRouter } from '@parley/db';
import { Clock } from '../platform/clock.js';
import { IdGenerator } from '../platform/ids.js';
import { Logger } from '../platform/logger.js';
import { withFreshMap } from '../platform/with-fresh-map.js';
import { ConversationAccess } from './conversation.access.js';
import { FinishMode } from './finish-mode.js';

type Facts = { conversationId: string; mode: FanoutMode; memberCount: number };

/** Conversations of middling size whose activity is measured; the one that was silent longest is forgotten first. */
const MEASURED = 10_000;

/**
 * Between 200 and 500 members the fan-out mode follows measured activity: this measures it and changes the mode. What this process
 * has seen lately says when to look; the log itself decides, as other processes store there, too, and this one may have just begun.
 * Below and above, the number of members decides, in the transaction that changes it (change-group.ts).
 */
@Injectable()
export class ChangeMode {
  private readonly activity = new Map<string, Activity>();
  private readonly changing = new Set<string>();

  constructor(
    private readonly shards: ShardRouter,
    private readonly access: ConversationAccess,
    private readonly finish: FinishMode,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Messages were stored; costs nothing but where the mode depends on it. */
  noteSent(facts: Facts, count: number): void {
    const { conversationId, mode, memberCount } = facts;
    if (memberCount < FANOUT.writeBelow || memberCount > FANOUT.readAbove) return;
    const activity = noteActivity(this.activity.get(conversationId) ?? null, count, performance.now());
    this.remember(conversationId, activity);
    const { perSecond: messagesPerSecond } = activity;
    const wanted = fanoutMode({ mode, memberCount, messagesPerSecond, restedMs: FANOUT.restMs });
    if (wanted === mode || this.changing.has(conversationId)) return;
    this.changing.add(conversationId);
    this.execute(conversationId)
      .catch((error: unknown) => this.logger.warn('a fan-out mode stays as it is', { conversationId, err: error }))
      .finally(() => this.changing.delete(conversationId));
  }

  /** Decides under the lock, by what is true there; a change that somebody else made first is left alone. */
  async execute(conversationId: string): Promise<void> {
    const outboxId = this.ids.next();
    const changed = await withFreshMap(this.shards, () =>
      changingConversation(this.shards.forConversation(conversationId), conversationId, async (tx, locked) => {
        const now = new Date(this.clock.now());
        const since = await modeSince(tx, conversationId);
        const restedMs = since === null ? FANOUT.restMs : now.getTime() - since.getTime();
        const said = await saidSince(tx, locked, new Date(now.getTime() - FANOUT.measureMs));
        const messagesPerSecond = (said * 1_000) / FANOUT.measureMs;
        const mode = fanoutMode({ ...locked, messagesPerSecond, restedMs });
        if (mode === locked.mode) return null;
        await changeMode(tx, locked, { mode, now, outboxId });
        return mode;
      }),
    );
    if (changed === null) return;
    this.access.forget(conversationId);
    this.logger.info('fan-out mode changed', { conversationId, mode: changed });
    if (changed === 'read') await this.finish.now({ outboxId, conversationId });
  }

  private remember(conversationId: string, activity: Activity): void {
    this.activity.delete(conversationId);
    if (this.activity.size >= MEASURED) {
      const oldest = this.activity.keys().next();
      if (oldest.done !== true) this.activity.delete(oldest.value);
    }
    this.activity.set(conversationId, activity);
  }
}
