import type { ChatListPage, SyncPage } from '@parley/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { mintSessions, serverCli } from '../../support/cli.js';
import { rest, type Session, TestDevice } from '../../support/device.js';
import { query } from '../../support/query.js';
import { openRealm, type Realm } from '../support/realm.js';

const PEOPLE = 20;
const MESSAGES = 3_000;

let realm: Realm;
let sessions: Session[];
beforeAll(async () => {
  realm = await openRealm('one process');
  await serverCli(realm.env, ['mint-sessions', '--count', String(PEOPLE), '--groups']);
  sessions = await mintSessions(realm.env, PEOPLE);
  const answer = await serverCli(realm.env, ['age', '--count', String(PEOPLE), '--messages', String(MESSAGES)]);
  expect(answer).toMatchObject({ messages: MESSAGES, conversations: PEOPLE / 2 + PEOPLE / 10 });
});
afterAll(() => realm.close());

/** Rows of all shards. */
const all = async <R extends Record<string, unknown>>(text: string): Promise<R[]> =>
  (await Promise.all(realm.databases.shards.map((url) => query<R>(url, text)))).flat();

it('leaves messages as if they had been sent one after the other', async () => {
  const stored = await all<{ n: number; wrong: number }>(
    `select count(*)::int as n,
            count(*) filter (where seq <> place or rev <> place or ord <> place or sent_at < before or not member)::int as wrong
       from (select m.*, row_number() over w as place, lag(sent_at) over w as before,
                    exists (select 1 from member x where x.conversation_id = m.conversation_id and x.user_id = m.sender_id) as member
               from message m where client_msg_id like 'aged%' window w as (partition by conversation_id order by seq)) m`,
  );
  expect(stored.reduce((sum, { n }) => sum + n, 0)).toBe(MESSAGES);
  expect(stored.reduce((sum, { wrong }) => sum + wrong, 0)).toBe(0);
  const heads = await all<{ wrong: number }>(
    `select count(*)::int as wrong from conversation_head h
       join lateral (select max(seq) as seq, max(sent_at) as at from message m where m.conversation_id = h.conversation_id) m on m.seq > 0
      where h.seq <> m.seq or h.rev <> m.seq or h.ord <> m.seq or h.last_sent_at <> m.at`,
  );
  expect(heads.reduce((sum, { wrong }) => sum + wrong, 0)).toBe(0);
  const ids = await all<{ id: string }>("select message_id::text as id from message where client_msg_id like 'aged%'");
  expect(new Set(ids.map(({ id }) => id)).size).toBe(MESSAGES);
});

it('leaves each member an inbox without a gap, and an entry for each message', async () => {
  const inboxes = await all<{ wrong: number; n: number }>(
    `select count(*) filter (where e.n <> h.inbox_seq or e.last <> h.inbox_seq)::int as wrong, sum(e.n)::int as n from inbox_head h
       join (select user_id, count(*) as n, max(inbox_seq) as last from inbox_entry group by user_id) e using (user_id)`,
  );
  expect(inboxes.reduce((sum, { wrong }) => sum + wrong, 0)).toBe(0);
  const expected = await all<{ n: number }>(
    `select count(*)::int as n from message join member using (conversation_id) where client_msg_id like 'aged%'`,
  );
  const total = (rows: readonly { n: number }[]): number => rows.reduce((sum, { n }) => sum + n, 0);
  expect(total(inboxes)).toBe(total(expected));
});

it('is the past of people who go on: they pull all of it, have little unread, and their next message follows', async () => {
  const [first] = sessions;
  if (first === undefined) throw new Error('nobody was minted');
  const device = await TestDevice.connect(realm.url, first);
  const { incarnation, inboxSeq } = await device.heartbeat();
  const places: number[] = [];
  for (let lastSeq = 0; lastSeq < inboxSeq;) {
    const page: SyncPage = await device.call('sync.pull', { incarnation, lastSeq, limit: 500 });
    expect(page.reset).toBeUndefined();
    places.push(...page.entries.map((entry) => entry.inboxSeq));
    lastSeq = places.at(-1) ?? inboxSeq;
  }
  expect(places).toEqual(Array.from({ length: inboxSeq }, (_, at) => at + 1));
  const list = await rest<ChatListPage>(realm.url, first, { path: '/conversations' });
  const unread = list.body.items.map((item) => item.unread);
  expect(Math.max(...unread)).toBeLessThanOrEqual(3);
  const [{ seq: before } = { seq: 0 }] = await all<{ seq: number }>(
    `select seq::int as seq from conversation_head where conversation_id = ${first.conversationId}`,
  );
  expect((await device.send('and today')).seq).toBe(before + 1);
  device.close();
});
