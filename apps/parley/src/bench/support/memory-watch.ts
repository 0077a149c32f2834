import { readFileSync } from 'node:fs';

import { z } from 'zod';

import { treeOf } from '../../supervisor/memory.js';
import { isDataPart } from '../../supervisor/install.js';
import { residentBytes, type Watched } from './processes.js';

const EVERY_MS = 500;

/** What one part held: when the watch began, at most since, and when it ended. */
export const MemoryOf = z.object({
  name: z.string(),
  beforeBytes: z.number(),
  mostBytes: z.number(),
});
export type MemoryOf = z.infer<typeof MemoryOf>;

/** How large the parts of an install become, and whether they are the same ones all the time. */
export class MemoryWatch {
  /** Parts that were replaced: they ended, and their supervisor started others. */
  replaced = 0;
  private readonly watched: () => readonly Watched[];
  private readonly pids = new Map<string, number>();
  private readonly before = new Map<string, number>();
  private readonly most = new Map<string, number>();
  private readonly timer: NodeJS.Timeout;

  constructor(watched: () => readonly Watched[]) {
    this.watched = watched;
    this.look();
    this.timer = setInterval(() => this.look(), EVERY_MS);
  }

  stop(): MemoryOf[] {
    clearInterval(this.timer);
    this.look();
    return [...this.before].map(([name, beforeBytes]) => ({
      name,
      beforeBytes,
      mostBytes: this.most.get(name) ?? beforeBytes,
    }));
  }

  private look(): void {
    const now = this.watched();
    for (const { name, pid } of now) {
      const bytes = bytesOf({ name, pid });
      if (bytes === null) continue;
      if (!this.before.has(name)) this.before.set(name, bytes);
      this.most.set(name, Math.max(this.most.get(name) ?? 0, bytes));
      if (this.pids.has(name) && this.pids.get(name) !== pid) this.replaced += 1;
      this.pids.set(name, pid);
    }
  }
}

/** What a part holds now; null: it has just ended. */
export function bytesOf({ name, pid }: Watched): number | null {
  try {
    // What Postgres shares between its processes fills up to the size that it was given: that is no growth.
    return isDataPart(name) ? treeOf(pid).reduce((sum, one) => sum + anonymousBytes(one), 0) : residentBytes(pid);
  } catch {
    return null;
  }
}

/** From the kernel's counter: to look through the pages of every backend twice a second would be work of its own. */
function anonymousBytes(pid: number): number {
  try {
    const match = /^RssAnon:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'));
    return Number(match?.[1] ?? 0) * 1024;
  } catch {
    // A backend that has just ended.
    return 0;
  }
}
