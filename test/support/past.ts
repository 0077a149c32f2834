import { databasesOf } from './people-maker.js';
import { query } from './query.js';

export type Said = { readonly at: number; readonly text: string };

/** Puts messages of somebody into a conversation that has none yet, in order and each at its time, as if they had been sent then. */
export async function saidBefore(
  dataDir: string,
  { conversationId, senderId }: { conversationId: string; senderId: string },
  said: readonly Said[],
): Promise<void> {
  const urls = (databasesOf(dataDir)['PARLEY_SHARD_URLS'] ?? '')
    .split(',')
    .map((one) => one.slice(one.indexOf('=') + 1));
  const values = [conversationId, senderId, said.map(({ text }) => text), said.map(({ at }) => at / 1000)];
  // Only the shard that holds the conversation has its head.
  await Promise.all(urls.map((url) => query(url, SAID, values)));
}

const SAID = `
  with here as (select conversation_id from conversation_head where conversation_id = $1),
       said as (
         insert into message (conversation_id, seq, message_id, sender_id, rev, ord, sent_at, kind, client_msg_id, text)
         select h.conversation_id, s.n, h.conversation_id + s.n, $2, s.n, s.n, to_timestamp(s.at), 1, 'said_before_' || s.n, s.text
           from here h, unnest($3::text[], $4::float8[]) with ordinality s(text, at, n)
         returning seq, sent_at)
  update conversation_head h
     set seq = s.last, rev = s.last, ord = s.last, last_sent_at = s.at
    from (select max(seq) as last, max(sent_at) as at from said) s
   where h.conversation_id = $1 and s.last is not null`;
