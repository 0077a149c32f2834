import { Inject, Injectable } from '@nestjs/common';
import { claimOutbox, cleanMarkers, type Database, loadOutbox, ShardRouter } from '@parley/db';
import { Logger } from '../platform/logger.js';
import { finishRow, OUTBOX_HANDLERS, type OutboxHandlers } from './outbox-handlers.js';

/** A claimed row comes up again after this long: the job was lost with Redis, or its worker died. */
const CLAIM_MS = 2_000;
const CLAIM_ROWS = 500;
/** Long after any handler that may still repeat a part. */
const MARKER_MS = 10 * 60_000;

export type ClaimedRows = { database: string; outboxIds: string[] };

/** What the hot path left behind, on every database: claims it, finishes it. */
@Injectable()
export class FinishOutbox {
  constructor(
    private readonly shards: ShardRouter,
    @Inject(OUTBOX_HANDLERS) private readonly handlers: OutboxHandlers,
    private readonly logger: Logger,
  ) {}

  /** Rows that are due, claimed for a while. A dead database delays only its own rows. */
  async claim(): Promise<ClaimedRows[]> {
    const databases: Database[] = [this.shards.directory, ...this.shards.shards];
    const claims = await Promise.all(databases.map((database) => this.claimFrom(database)));
    return claims.filter(({ outboxIds }) => outboxIds.length > 0);
  }

  /** Finishes rows that a job names; those already done are gone, those that fail stay for the next claim. */
  async finish({ database, outboxIds }: ClaimedRows): Promise<void> {
    const source = [this.shards.directory, ...this.shards.shards].find(({ name }) => name === database);
    if (source === undefined) throw new Error(`a job names ${database}, which is not configured`);
    for (const row of await loadOutbox(source, outboxIds)) {
      try {
        await finishRow(this.handlers, source, row);
      } catch (error) {
        this.logger.warn('outbox row stays for the next sweep', {
          database,
          outboxId: row.id,
          kind: row.kind,
          err: error,
        });
      }
    }
  }

  /** Deletes old markers; the number that went. */
  async cleanMarkers(): Promise<number> {
    return cleanMarkers(this.shards, MARKER_MS).catch((error: unknown) => {
      this.logger.warn('markers stay for the next cleaning', { err: error });
      return 0;
    });
  }

  private async claimFrom(database: Database): Promise<ClaimedRows> {
    try {
      const rows = await claimOutbox(database, CLAIM_ROWS, CLAIM_MS);
      return { database: database.name, outboxIds: rows.map(({ id }) => id) };
    } catch (error) {
      this.logger.warn('outbox could not be swept', { database: database.name, err: error });
      return { database: database.name, outboxIds: [] };
    }
  }
}
