import { withDatabase } from './database.js';
import type { Target } from './target.js';

/** Those who are minted sign in nowhere; this one is to. For an install that is thrown away. */
export async function becomesPerson({ databases }: Target, login: string): Promise<void> {
  const url = databases.find(({ name }) => name === 'directory')?.url ?? '';
  await withDatabase(url, (pool) => pool.query("update app_user set kind = 'person' where login = $1", [login]));
}
