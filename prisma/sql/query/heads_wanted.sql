-- heads_wanted: which conversations these people's devices are told the heads of: those that are, or were, in read mode.
-- Called by: heartbeats (batched over many devices), sync. Locks: none. $1 users, $2 at most so many of each.
select k.u as user_id, l.conversation_id
  from unnest($1::bigint[]) k(u)
  cross join lateral (
    select l.conversation_id from chat_list l where l.user_id = k.u and l.by_head order by l.conversation_id desc limit $2) l
