import pg from 'pg';

/** Connects; makes the database if its server doesn't have it and the role may. */
export async function connectOrCreate(url: string): Promise<pg.Client> {
  try {
    return await connect(url);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== '3D000') throw error;
  }
  await onServer(url, async (client, name) => {
    try {
      await client.query(`create database ${name} template template0 encoding 'UTF8'`);
    } catch (error) {
      // Another run made it a moment ago (42P04), or at the same moment (23505).
      if (!(error instanceof pg.DatabaseError) || !['42P04', '23505'].includes(error.code ?? '')) throw error;
    }
  });
  return connect(url);
}

/** For benches and tests, which bring databases of their own; whoever is still connected is put out. */
export async function dropDatabase(url: string): Promise<void> {
  await onServer(url, async (client, name) => {
    await client.query(`drop database if exists ${name} with (force)`);
  });
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'parley-migrate' });
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

async function onServer(url: string, work: (client: pg.Client, name: string) => Promise<void>): Promise<void> {
  const target = new URL(url);
  const name = pg.escapeIdentifier(decodeURIComponent(target.pathname.slice(1)));
  target.pathname = '/postgres';
  const client = await connect(target.href);
  try {
    await work(client, name);
  } finally {
    await client.end();
  }
}
