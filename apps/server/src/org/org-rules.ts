import { Injectable } from '@nestjs/common';
import { OrgPolicy } from '@parley/contract';
import type { ReceiptRules } from '@parley/core';
import { ShardRouter } from '@parley/db';
import { findPolicy, findSilent } from './policy.repo.js';

/** What another process changed counts here this much later. */
const FRESH_MS = 2_000;

type Known = { policy: OrgPolicy; silent: ReadonlySet<string>; silentVersion: string };

/** What the org decides and what people chose about it, as of two seconds ago. While the directory is away what was known counts. */
@Injectable()
export class OrgRules {
  private known: Known | null = null;
  private readAt = -Infinity;
  private reading: Promise<Known> | null = null;

  constructor(private readonly router: ShardRouter) {}

  async policy(): Promise<OrgPolicy> {
    return (await this.current()).policy;
  }

  async receipts(): Promise<ReceiptRules> {
    const { policy, silent } = await this.current();
    return { policy: policy.receipts, silent };
  }

  /** It was just changed here: what is being read now may be of before. */
  forget(): void {
    this.readAt = -Infinity;
    this.reading = null;
  }

  private async current(): Promise<Known> {
    if (this.known !== null && performance.now() - this.readAt < FRESH_MS) return this.known;
    const reading = (this.reading ??= this.read());
    try {
      const found = await reading;
      if (this.reading === reading) this.keep(found);
      return found;
    } catch (error) {
      const isMine = this.reading === reading;
      // Kept, a failure of the first reading would be the answer for ever.
      if (isMine) this.reading = null;
      if (this.known === null) throw error;
      if (isMine) this.keep(this.known);
      return this.known;
    }
  }

  /** Of the first who waited; the others find it done. */
  private keep(found: Known): void {
    this.reading = null;
    this.known = found;
    this.readAt = performance.now();
  }

  private async read(): Promise<Known> {
    const { directory } = this.router;
    const { policy, silentVersion } = await findPolicy(directory);
    const same = this.known?.silentVersion === silentVersion ? this.known.silent : null;
    return { policy: OrgPolicy.parse(policy), silent: same ?? new Set(await findSilent(directory)), silentVersion };
  }
}
