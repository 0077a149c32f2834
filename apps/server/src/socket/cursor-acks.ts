import { Inject, Injectable } from '@nestjs/common';
import { ParleyError, type SyncCursor } from '@parley/contract';
import { Batcher } from '../platform/batcher.js';
import { LOGIC_PORT, type LogicPort } from '../rpc/logic.port.js';
import type { Connection } from './connection.js';

type CursorAck = { userId: string; deviceId: string } & SyncCursor;

/** Nobody waits for a cursor, so many gather: each call is a transaction. */
const GATHER = { waitMs: 200, max: 500, bound: 50_000 };

/** Cursors that devices tell, on their own or along with something else; what many tell at once is one call to logic. */
@Injectable()
export class CursorAcks {
  private readonly batcher: Batcher<CursorAck, boolean>;

  constructor(@Inject(LOGIC_PORT) logic: LogicPort) {
    this.batcher = new Batcher(async (acks) => (await logic.ackCursors({ acks })).stored, GATHER);
  }

  /** Resolves when the cursor is stored. */
  async store(connection: Connection, cursor: SyncCursor): Promise<void> {
    const { userId, deviceId } = connection.actor;
    const { stored } = connection;
    if (stored?.incarnation === cursor.incarnation && stored.inboxSeq >= cursor.inboxSeq) return;
    const isStored = await this.batcher.add({ userId, deviceId, ...cursor });
    if (!isStored) throw new ParleyError('UNAVAILABLE', { part: 'database', retryAfterMs: 1_000 });
    connection.stored = cursor;
  }

  /** A cursor that came along: one that gets lost is told again by the device's next one. */
  note(connection: Connection, cursor: SyncCursor | undefined): void {
    if (cursor !== undefined) this.store(connection, cursor).catch(() => undefined);
  }
}
