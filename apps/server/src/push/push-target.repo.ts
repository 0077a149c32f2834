import type { PushFacts } from '@parley/core';
import type { Directory, Shard } from '@parley/db';

/** What is a person's own about being pushed something of one conversation. */
export type PushPersonalRow = {
  notify: PushFacts['notify'];
  mutedUntil: number | null;
  settings: object | null;
  targets: number;
  /** The place in the inbox up to which one of their devices has everything. */
  ackedPlace: number;
};

type Columns = {
  place: number;
  notify: PushFacts['notify'];
  mute_ms: number | null;
  settings: object | null;
  targets: number;
  acked: string | null;
};

/** Lining up with the pairs. */
export async function pushPersonal(
  shard: Shard,
  pairs: readonly { userId: string; conversationId: string }[],
): Promise<PushPersonalRow[]> {
  const { rows } = await shard.pool.query<Columns>({
    name: 'push_personal',
    text: `select k.i::int as place, l.notify, round(extract(epoch from l.mute_until) * 1000)::float8 as mute_ms, n.settings,
                  (select count(*)::int from push_subscription s where s.user_id = k.u) as targets,
                  (select max(d.inbox_seq) from device_cursor d join inbox_head h on h.user_id = d.user_id and h.incarnation = d.incarnation
                    where d.user_id = k.u) as acked
             from unnest($1::bigint[], $2::bigint[]) with ordinality k(u, c, i)
             left join chat_list l on l.user_id = k.u and l.conversation_id = k.c
             left join notification_settings n on n.user_id = k.u`,
    values: [pairs.map(({ userId }) => userId), pairs.map(({ conversationId }) => conversationId)],
  });
  const found = new Map(rows.map((row) => [row.place, row]));
  return pairs.map((_, index) => {
    const row = found.get(index + 1);
    return {
      notify: row?.notify ?? null,
      mutedUntil: row?.mute_ms ?? null,
      settings: row?.settings ?? null,
      targets: row?.targets ?? 0,
      ackedPlace: Number(row?.acked ?? 0),
    };
  });
}

/** Which of these devices are signed in, and their people welcome: nothing goes to the others any more. */
export async function welcomeDevices(directory: Directory, deviceIds: readonly string[]): Promise<Set<string>> {
  if (deviceIds.length === 0) return new Set();
  const { rows } = await directory.pool.query<{ id: string }>({
    name: 'push_welcome_devices',
    text: `select d.id from device d join app_user u on u.id = d.user_id
            where d.id = any ($1::text[]) and d.revoked_at is null and u.status = 'active'`,
    values: [[...new Set(deviceIds)]],
  });
  return new Set(rows.map(({ id }) => id));
}
