/**
 * Makes the tables and the people of a run: `seed.ts <people> pairs|room <file>`. As `mint-sessions` does for Parley: two neighbours
 * share a direct chat, ten a group; or all are in one room. The file gets a signed-in person a line.
 */
import { readFileSync, writeFileSync } from 'node:fs';

import pg from 'pg';

const IN_GROUP = 10;
const [people = '0', shape = 'pairs', file = ''] = process.argv.slice(2);
const count = Number(people);
const users = Array.from({ length: count }, (_, at) => at + 1);

/** Members by conversation. */
function conversations(): number[][] {
  if (shape === 'room') return [users];
  const some = (size: number): number[][] =>
    Array.from({ length: Math.floor(count / size) }, (_, at) => users.slice(at * size, (at + 1) * size));
  return [...some(2), ...some(IN_GROUP)];
}

const client = new pg.Client({ connectionString: process.env['DATABASE_URL'] });
await client.connect();
await client.query(readFileSync(new URL('schema.sql', import.meta.url), 'utf8'));
await client.query(`insert into users (token) select 'token ' || n from generate_series(1, $1::int) n`, [count]);
const made = conversations();
await client.query('insert into conversations select from generate_series(1, $1::int)', [made.length]);
const members = made.flatMap((inside, at) => inside.map((user) => ({ conversation: at + 1, user })));
await client.query('insert into members (conversation_id, user_id) select * from unnest($1::int[], $2::int[])', [
  members.map(({ conversation }) => conversation),
  members.map(({ user }) => user),
]);
await client.query('analyze');
await client.end();

const of = new Map<number, number[]>();
for (const { conversation, user } of members) of.set(user, [...(of.get(user) ?? []), conversation]);
const lines = users.map((user) => {
  const [conversationId, groupId = null] = (of.get(user) ?? []).map(String);
  const peerId = String(user % 2 === 1 ? user + 1 : user - 1);
  return JSON.stringify({
    token: `token ${user}`,
    deviceId: '',
    userId: String(user),
    conversationId,
    peerId,
    groupId,
  });
});
writeFileSync(file, `${lines.join('\n')}\n`);
