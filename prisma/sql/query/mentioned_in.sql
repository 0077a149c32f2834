-- mentioned_in: the newest message of a conversation that calls a person (or all) and that they may see, for many of either.
-- What was purged, or deleted for oneself, calls nobody.
-- Called by: the chat list, once per conversation shard, after chat_list_rows. Locks: none.
-- $1 users and $2 conversations, pairwise.
select k.user_id, x.conversation_id, max(x.seq) as seq
  from unnest($1::bigint[], $2::bigint[]) k(user_id, id)
  join conversation c on c.id = k.id
  cross join unnest(array[k.user_id, 0]) u(id)
  cross join lateral (
    select m.conversation_id, m.seq from mention m
     where m.conversation_id = k.id and m.user_id = u.id and m.seq >= c.served_from_seq
       and exists (
         select 1 from message x
          where x.conversation_id = k.id and x.seq = m.seq and (c.served_from_at is null or x.sent_at >= c.served_from_at))
       and not exists (select 1 from message_hidden x where x.conversation_id = k.id and x.user_id = k.user_id and x.seq = m.seq)
       and exists (
         select 1 from member_interval i
          where i.conversation_id = k.id and i.user_id = k.user_id and i.visible_from <= m.seq and coalesce(i.left_seq, m.seq) >= m.seq)
     order by m.seq desc
     limit 1
  ) x
 group by k.user_id, x.conversation_id
