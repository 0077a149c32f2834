import { Injectable } from '@nestjs/common';
import { ParleyError } from '@parley/contract';
import { ShardRouter, type SlowTurn, takeSlowTurns } from '@parley/db';
import { withFreshMap } from '../platform/with-fresh-map.js';

/**
 * Who sends where members send only now and then takes a turn, in the store: exact, whichever process asks. It costs a
 * statement per batch that holds such sends, and nothing where slow mode is off.
 */
@Injectable()
export class SlowMode {
  constructor(private readonly shards: ShardRouter) {}

  /** Why each of these must wait; null: it is their turn. Lines up with the input. Called by the append lane. */
  async refused(turns: readonly SlowTurn[]): Promise<(ParleyError | null)[]> {
    // Of several sends of one person the first asks; only its own retry goes on the turn that it takes.
    const first = new Map<string, SlowTurn>();
    for (const turn of turns) if (!first.has(keyOf(turn))) first.set(keyOf(turn), turn);
    const waits = await this.take([...first.values()]);
    return turns.map((turn) => {
      const asked = first.get(keyOf(turn));
      const wait = waits.get(keyOf(turn)) ?? 0;
      if (wait > 0) return slowed(wait);
      return asked?.clientMsgId === turn.clientMsgId ? null : slowed(turn.seconds * 1_000);
    });
  }

  private async take(turns: readonly SlowTurn[]): Promise<Map<string, number>> {
    return withFreshMap(this.shards, async () => {
      const waits = new Map<string, number>();
      const groups = this.shards.groupByShard(turns, ({ conversationId }) => conversationId);
      for (const [shard, mine] of groups) {
        const answered = await takeSlowTurns(shard, mine);
        mine.forEach((turn, index) => waits.set(keyOf(turn), answered[index] ?? 0));
      }
      return waits;
    });
  }
}

function keyOf({ conversationId, userId }: SlowTurn): string {
  return `${conversationId}:${userId}`;
}

function slowed(waitMs: number): ParleyError {
  return new ParleyError('SLOW_MODE', { retryAfterMs: Math.ceil(waitMs) });
}
