import type { Directory, Tx } from '@parley/db';

const POLICY = 'policy';
/** Of who tells nobody what they read: its version says when it has to be read anew. */
const SILENT = 'silent-readers';

export type PolicyVersions = { policy: unknown; silentVersion: string };

export async function findPolicy(source: Directory | Tx): Promise<PolicyVersions> {
  const text = `select (select value from setting where key = '${POLICY}') as policy,
                       coalesce((select version from setting where key = '${SILENT}'), 0)::text as silent`;
  type Row = { policy: unknown; silent: string };
  const rows =
    'pool' in source
      ? (await source.pool.query<Row>({ name: 'org_policy', text })).rows
      : await source.query<Row>(text);
  return { policy: rows[0]?.policy ?? {}, silentVersion: rows[0]?.silent ?? '0' };
}

export async function findSilent(directory: Directory): Promise<string[]> {
  const { rows } = await directory.pool.query<{ id: string }>('select id::text from app_user where silent_reader');
  return rows.map(({ id }) => id);
}

/** Two who change it at once take turns. */
export async function holdPolicy(tx: Tx): Promise<Record<string, unknown>> {
  await tx.query(`insert into setting (key, value) values ('${POLICY}', '{}') on conflict do nothing`);
  const [row] = await tx.query<{ value: Record<string, unknown> }>(
    `select value from setting where key = '${POLICY}' for update`,
  );
  return row?.value ?? {};
}

export async function storePolicy(tx: Tx, value: object, at: Date): Promise<void> {
  await tx.query(
    `update setting set value = $1::text::jsonb, version = version + 1, updated_at = $2 where key = '${POLICY}'`,
    [JSON.stringify(value), at],
  );
}

/** false: it was so already. */
export async function storeSilent(tx: Tx, userId: string, silent: boolean): Promise<boolean> {
  const changed = await tx.query(
    'update app_user set silent_reader = $2 where id = $1 and silent_reader <> $2 returning id',
    [userId, silent],
  );
  if (changed.length === 0) return false;
  await tx.query(
    `insert into setting (key, value) values ('${SILENT}', 'null')
     on conflict (key) do update set version = setting.version + 1, updated_at = now()`,
  );
  return true;
}
