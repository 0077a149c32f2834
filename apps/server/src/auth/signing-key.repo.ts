import type { Directory } from '@parley/db';

export type SigningKeyRow = { kid: string; private_key: string; public_key: string; retired: boolean };

const KEY_LOCK = 1886544998;

/** Every key that may have signed a token that is still valid; the oldest first. */
export async function findSigningKeys(directory: Directory): Promise<SigningKeyRow[]> {
  const { rows } = await directory.pool.query<SigningKeyRow>(
    `select kid, private_key, public_key, retired_at is not null as retired from signing_key
      where algorithm = 'EdDSA' order by created_at, kid`,
  );
  return rows;
}

/** The first process of an install makes its first key; the others find it. */
export async function addFirstSigningKey(directory: Directory, key: Omit<SigningKeyRow, 'retired'>): Promise<void> {
  await directory.tx(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [KEY_LOCK]);
    await tx.query(
      `insert into signing_key (kid, algorithm, private_key, public_key)
       select $1, 'EdDSA', $2, $3 where not exists (select 1 from signing_key)`,
      [key.kid, key.private_key, key.public_key],
    );
  });
}
