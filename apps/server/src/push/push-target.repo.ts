import { createHash } from 'node:crypto';
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

/**
 * The endpoint is this device's from now on, and no other's, whoever is signed in there: a browser goes from one person to the
 * next. Before the subscription itself is stored, which is beside its person.
 */
export async function claimEndpoint(directory: Directory, deviceId: string, endpoint: string): Promise<void> {
  const hash = hashOf(endpoint);
  await directory.tx(async (tx) => {
    await tx.query("select pg_advisory_xact_lock(hashtextextended(encode($1::bytea, 'hex'), 0))", [hash]);
    await tx.query('update device set push_endpoint = null where push_endpoint = $1 and id <> $2', [hash, deviceId]);
    await tx.query('update device set push_endpoint = $1 where id = $2', [hash, deviceId]);
  });
}

/** By device: whether this endpoint is still the device's. Nothing goes to a device that is signed out, or whose person is not welcome. */
export type Welcome = ReadonlyMap<string, (endpoint: string) => boolean>;

export async function welcomeDevices(directory: Directory, deviceIds: readonly string[]): Promise<Welcome> {
  if (deviceIds.length === 0) return new Map();
  const { rows } = await directory.pool.query<{ id: string; endpoint: Buffer | null }>({
    name: 'push_welcome_devices',
    text: `select d.id, d.push_endpoint as endpoint from device d join app_user u on u.id = d.user_id
            where d.id = any ($1::text[]) and d.revoked_at is null and u.status = 'active'`,
    values: [[...new Set(deviceIds)]],
  });
  return new Map(rows.map(({ id, endpoint: own }) => [id, (endpoint) => own?.equals(hashOf(endpoint)) === true]));
}

/** The endpoint itself stays on its person's shard. */
function hashOf(endpoint: string): Buffer {
  return createHash('sha256').update(endpoint).digest();
}
