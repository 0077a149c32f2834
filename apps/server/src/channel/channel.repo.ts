import type { Directory, Shard } from '@parley/db';

/** How a channel is found, as of a rev; one that is private, or was dissolved, is not listed. */
export type Listing = {
  conversationId: string;
  rev: number;
  name: string;
  topic: string;
  memberCount: number;
  archived: boolean;
  listed: boolean;
};

type Columns = {
  rev: string;
  name: string | null;
  topic: string | null;
  member_count: number;
  archived: boolean;
  listed: boolean;
};

/** From the channel's shard; null: there is none. */
export async function channelState(shard: Shard, conversationId: string): Promise<Listing | null> {
  const { rows } = await shard.pool.query<Columns>({
    name: 'channel_state',
    text: `select h.rev, c.name, c.topic, c.member_count, c.archived_at is not null as archived,
                  c.visibility = 'public' and c.dissolved_at is null and c.member_count > 0 as listed
             from conversation c join conversation_head h on h.conversation_id = c.id
            where c.id = $1 and c.kind = 'channel'`,
    values: [conversationId],
  });
  const [row] = rows;
  if (row === undefined) return null;
  const { name, topic, member_count: memberCount, archived, listed } = row;
  return { conversationId, rev: Number(row.rev), name: name ?? '', topic: topic ?? '', memberCount, archived, listed };
}

/** Into the directory, unless something newer is there. Idempotent, in any order. */
export async function storeListing(directory: Directory, listing: Listing): Promise<void> {
  const { conversationId, rev, name, topic, memberCount, archived, listed } = listing;
  await directory.pool.query(
    `insert into channel (conversation_id, rev, member_count, listed, archived, name, topic) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (conversation_id) do update
        set rev = excluded.rev, member_count = excluded.member_count, listed = excluded.listed, archived = excluded.archived,
            name = excluded.name, topic = excluded.topic
      where channel.rev < excluded.rev`,
    [conversationId, rev, memberCount, listed, archived, name, topic],
  );
}

export type FoundChannel = {
  conversationId: string;
  name: string;
  topic: string;
  memberCount: number;
  archived: boolean;
};

/** Listed channels whose name holds the text, by name. `conversationId`: that one alone; `after`: the last of the page before. */
export async function findChannels(
  directory: Directory,
  ask: {
    query: string;
    conversationId: string | null;
    archived: boolean;
    after: { name: string; id: string } | null;
    limit: number;
  },
): Promise<FoundChannel[]> {
  const { rows } = await directory.pool.query<{
    conversation_id: string;
    name: string;
    topic: string;
    member_count: number;
    archived: boolean;
  }>({
    name: 'find_channels',
    text: `select conversation_id, name, topic, member_count, archived from channel
            where listed and (archived = $2 or $2) and strpos(lower(name), lower($1)) > 0
              and ($6::bigint is null or conversation_id = $6)
              and ($3::text is null or (lower(name) collate "C", conversation_id) > (lower($3) collate "C", $4::bigint))
            order by lower(name) collate "C", conversation_id
            limit $5`,
    values: [ask.query, ask.archived, ask.after?.name ?? null, ask.after?.id ?? null, ask.limit, ask.conversationId],
  });
  return rows.map((row) => ({
    conversationId: row.conversation_id,
    name: row.name,
    topic: row.topic,
    memberCount: row.member_count,
    archived: row.archived,
  }));
}

/** Which of these are on the user's chat list. */
export async function joinedAmong(shard: Shard, userId: string, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await shard.pool.query<{ id: string }>({
    name: 'joined_among',
    text: 'select conversation_id as id from chat_list where user_id = $1 and conversation_id = any ($2::bigint[])',
    values: [userId, ids],
  });
  return new Set(rows.map(({ id }) => id));
}
