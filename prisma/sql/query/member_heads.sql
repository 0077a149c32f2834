-- member_heads: heads of conversations for those who are members now. Called by: heartbeats (batched over many devices), sync, watch.
-- Locks: none. $1 users, $2 conversations (pairs).
select m.user_id, m.conversation_id, h.seq, h.rev, h.ord,
       case when isfinite(h.last_sent_at) then round(date_part('epoch', h.last_sent_at) * 1000) else 0 end as at_ms,
       case when h.mode = 1 then coalesce((select max(x.seq) from mention x where x.conversation_id = k.c and x.user_id = 0), 0) end as all_seq
  from unnest($1::bigint[], $2::bigint[]) k(u, c)
  join member m on m.conversation_id = k.c and m.user_id = k.u
  join conversation c on c.id = k.c and c.dissolved_at is null
  join conversation_head h on h.conversation_id = k.c
