import type { Shard } from '@parley/db';

const PEERS = `
select user_id::text, peer_id::text
  from unnest($1::bigint[]) u(id)
 cross join lateral (select user_id, peer_id from chat_list c
                      where c.user_id = u.id and c.peer_id is not null and not c.hidden
                      order by c.joined_at desc limit $2) peers`;

/** The people that somebody of this shard talks with directly, the newest conversations first. */
export async function directPeers(
  shard: Shard,
  userIds: readonly string[],
  limit: number,
): Promise<Map<string, string[]>> {
  const result = await shard.pool.query<{ user_id: string; peer_id: string }>({
    name: 'presence_peers',
    text: PEERS,
    values: [userIds, limit],
  });
  const peers = new Map<string, string[]>();
  for (const row of result.rows) {
    const mine = peers.get(row.user_id);
    if (mine === undefined) peers.set(row.user_id, [row.peer_id]);
    else mine.push(row.peer_id);
  }
  return peers;
}
