-- mentioned_in: the newest message of each conversation that calls this person (or all) and that they may see.
-- Called by: the chat list, once per conversation shard, beside chat_rows. Locks: none. $1 user, $2 conversations.
select x.conversation_id, max(x.seq) as seq
  from unnest($2::bigint[]) k(id)
  cross join unnest(array[$1::bigint, 0]) u(id)
  cross join lateral (
    select m.conversation_id, m.seq from mention m
     where m.conversation_id = k.id and m.user_id = u.id
       and exists (
         select 1 from member_interval i
          where i.conversation_id = k.id and i.user_id = $1 and i.visible_from <= m.seq and coalesce(i.left_seq, m.seq) >= m.seq)
     order by m.seq desc
     limit 1
  ) x
 group by x.conversation_id
