-- mentioned_in: the newest message of a conversation that calls a person (or all) and that they may see, for pairs of the two.
-- What was purged, or deleted for oneself, calls nobody.
-- Called by: the chat list, once per conversation shard, after chat_rows. Locks: none. $1 users, $2 conversations.
select k.i::int as place, max(x.seq) as seq
  from unnest($1::bigint[], $2::bigint[]) with ordinality k(u, c, i)
  join conversation c on c.id = k.c
  cross join unnest(array[k.u, 0]) called(u)
  cross join lateral (
    select m.seq from mention m
     where m.conversation_id = k.c and m.user_id = called.u and m.seq >= c.served_from_seq
       and exists (
         select 1 from message x
          where x.conversation_id = k.c and x.seq = m.seq and (c.served_from_at is null or x.sent_at >= c.served_from_at))
       and not exists (select 1 from message_hidden x where x.conversation_id = k.c and x.user_id = k.u and x.seq = m.seq)
       and exists (
         select 1 from member_interval i
          where i.conversation_id = k.c and i.user_id = k.u and i.visible_from <= m.seq and coalesce(i.left_seq, m.seq) >= m.seq)
     order by m.seq desc
     limit 1
  ) x
 group by k.i
