import { Injectable } from '@nestjs/common';
import type { SyncCursor } from '@parley/contract';
import type { ChatPlace } from '@parley/core';

/** A cursor, and the order of a list that was read after it: who pulls from there misses nothing, however old both are. */
export type ListedChats = { readonly cursor: SyncCursor; readonly places: ChatPlace[]; readonly missing: boolean };

/** Of fewer the order is found in no time. */
const LARGE = 2_000;
/** Pages that follow one another go on in one order; whoever asks for the first page again and again is given that of a moment ago. */
const FOLLOWING_MS = 30_000;
const FIRST_MS = 1_000;
/** Tens of megabytes. */
const MOST = 16;

type Kept = { readonly listed: Promise<ListedChats>; readonly at: number };

/** Orders of long chat lists, for a moment: to find one takes every conversation, which for tens of thousands is a tenth of a second. */
@Injectable()
export class LargeLists {
  private readonly kept = new Map<string, Kept>();
  private timer: NodeJS.Timeout | null = null;

  /** `follows`: a page after another. */
  async of(
    { userId, follows }: { userId: string; follows: boolean },
    read: () => Promise<ListedChats>,
  ): Promise<ListedChats> {
    const now = performance.now();
    const kept = this.kept.get(userId);
    if (kept !== undefined && now - kept.at < (follows ? FOLLOWING_MS : FIRST_MS)) return kept.listed;
    const mine = { listed: read(), at: now };
    // It was long before: whoever asks while it is read waits for the same.
    if (kept !== undefined) this.kept.set(userId, mine);
    try {
      const listed = await mine.listed;
      if (listed.places.length >= LARGE && !listed.missing) this.keep(userId, mine);
      else this.forget(userId, mine);
      return listed;
    } catch (error) {
      this.forget(userId, mine);
      throw error;
    }
  }

  private keep(userId: string, mine: Kept): void {
    this.kept.delete(userId);
    this.kept.set(userId, mine);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST && oldest !== undefined) this.kept.delete(oldest);
    this.timer ??= setTimeout(() => this.sweep(), FOLLOWING_MS).unref();
  }

  private forget(userId: string, mine: Kept): void {
    if (this.kept.get(userId) === mine) this.kept.delete(userId);
  }

  private sweep(): void {
    const oldest = performance.now() - FOLLOWING_MS;
    for (const [userId, { at }] of this.kept) if (at <= oldest) this.kept.delete(userId);
    this.timer = this.kept.size === 0 ? null : setTimeout(() => this.sweep(), FOLLOWING_MS).unref();
  }
}
