-- answerable: which of these messages their askers may see, and so may answer: with a quote, or in a thread. Nobody answers what
-- happened (2) or was taken back (4); what is in a thread has none of its own, and one that is there goes on when its message is
-- taken back.
-- Called by: the append lane, once per batch that holds answers. Locks: none. $1 users, $2 conversations, $3 seqs, $4 whether in a
-- thread. Returns the places (1-based) of those that may.
select k.i::int as place
  from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::boolean[]) with ordinality k(u, c, s, in_thread, i)
  join conversation c on c.id = k.c
  cross join lateral (
    select m.kind, m.seq, m.sent_at, m.thread_seq from message m where m.conversation_id = k.c and m.seq = k.s limit 1) m
 where m.kind <> 2
   and (m.kind <> 4 or (k.in_thread and exists (select 1 from thread_replies(k.c, k.s, 9223372036854775807))))
   and (not k.in_thread or m.thread_seq is null)
   and case when k.in_thread then sees_thread(k.u, k.c, k.s) else
     m.seq >= c.served_from_seq
     and (c.served_from_at is null or m.sent_at >= c.served_from_at)
     and not exists (select 1 from message_hidden x where x.conversation_id = k.c and x.user_id = k.u and x.seq = k.s)
     and exists (
       select 1 from member_interval i
        where i.conversation_id = k.c and i.user_id = k.u and i.visible_from <= m.seq and coalesce(i.left_seq, m.seq) >= m.seq) end
