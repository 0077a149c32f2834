import type { Directory, Tx } from '@parley/db';

export type LinkRow = {
  conversationId: string;
  createdBy: string;
  createdAt: Date;
  expiresAt: Date;
  maxUses: number | null;
  uses: number;
};

type Columns = {
  conversation_id: string;
  created_by: string;
  created_at: Date;
  expires_at: Date;
  max_uses: number | null;
  uses: number;
};

const COLUMNS = 'conversation_id, created_by, created_at, expires_at, max_uses, uses';

function linkRow(row: Columns | undefined): LinkRow | null {
  if (row === undefined) return null;
  return {
    conversationId: row.conversation_id,
    createdBy: row.created_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    maxUses: row.max_uses,
    uses: row.uses,
  };
}

/** The link that leads into a group now; null: there is none. */
export async function liveLink(directory: Directory, conversationId: string, now: Date): Promise<LinkRow | null> {
  const { rows } = await directory.pool.query<Columns>(
    `select ${COLUMNS} from join_link where conversation_id = $1 and revoked_at is null and expires_at > $2`,
    [conversationId, now],
  );
  return linkRow(rows[0]);
}

export async function revokeLink(tx: Tx, conversationId: string, now: Date): Promise<void> {
  // Two who make one at once: the second waits here, and ends what the first made.
  await tx.query("select pg_advisory_xact_lock(hashtext('join_link'), hashtext($1::text))", [conversationId]);
  await tx.query('update join_link set revoked_at = $2 where conversation_id = $1 and revoked_at is null', [
    conversationId,
    now,
  ]);
}

/** In the transaction that ends the one before. */
export async function insertLink(tx: Tx, link: Omit<LinkRow, 'uses'> & { hash: string }): Promise<void> {
  const { conversationId, createdBy, createdAt, expiresAt, maxUses, hash } = link;
  await tx.query(
    `insert into join_link (conversation_id, created_by, created_at, expires_at, max_uses, hash) values ($1, $2, $3, $4, $5, $6)`,
    [conversationId, createdBy, createdAt, expiresAt, maxUses, hash],
  );
}

type Use = { hash: string; userId: string; now: Date };

/** Where a link leads this person; null: nowhere, any more. One who has used it is not stopped by its being used up. */
export async function openLink(directory: Directory, { hash, userId, now }: Use): Promise<LinkRow | null> {
  const { rows } = await directory.pool.query<Columns>({
    name: 'open_join_link',
    text: `select ${COLUMNS} from join_link l
            where hash = $1 and revoked_at is null and expires_at > $3
              and (max_uses is null or uses < max_uses
                   or exists (select 1 from join_link_use u where u.hash = l.hash and u.user_id = $2))`,
    values: [hash, userId, now],
  });
  return linkRow(rows[0]);
}

/**
 * Takes one use, under the link's lock: never more people than it is for, however many come at once. The same person again
 * takes none, so a try that died on its way is simply repeated. false: it leads nowhere any more.
 */
export function takeUse(directory: Directory, { hash, userId, now }: Use): Promise<boolean> {
  return directory.tx(async (tx) => {
    const [link] = await tx.query<{ max_uses: number | null; uses: number }>(
      'select max_uses, uses from join_link where hash = $1 and revoked_at is null and expires_at > $2 for update',
      [hash, now],
    );
    if (link === undefined) return false;
    const fresh = await tx.query(
      'insert into join_link_use (hash, user_id, at) values ($1, $2, $3) on conflict do nothing returning user_id',
      [hash, userId, now],
    );
    if (fresh.length === 0) return true;
    if (link.max_uses !== null && link.uses >= link.max_uses) {
      await tx.query('delete from join_link_use where hash = $1 and user_id = $2', [hash, userId]);
      return false;
    }
    await tx.query('update join_link set uses = uses + 1 where hash = $1', [hash]);
    return true;
  });
}
