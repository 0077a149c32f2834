-- thread_list: the threads of this shard's conversations that a person follows and in which something was said, the one in which it
-- was said last first; and how many of all hold something unread.
-- Called by: the list of threads, once per shard. Locks: none. $1 user, $2 before this moment (null: from the newest), $3 conversation
-- and $4 seq at that moment, $5 limit. Reads what the person follows; draws nothing from conversations that are not theirs now.
with followed as materialized (
  select y.conversation_id, y.seq, y.read_ord, y.version, y.draft, y.draft_at, r.thread_ord, r.seq as last_seq, r.sent_at
    from thread_mark y
    join member x on x.conversation_id = y.conversation_id and x.user_id = y.user_id
    join conversation c on c.id = y.conversation_id and c.dissolved_at is null
    cross join lateral (
      select r.thread_ord, r.seq, r.sent_at from message r
       where r.conversation_id = y.conversation_id and r.thread_seq = y.seq order by r.thread_ord desc limit 1) r
   where y.user_id = $1 and y.following and sees_thread($1, y.conversation_id, y.seq)
)
select u.unread, f.*
  from (select count(*)::int as unread from followed where thread_ord > read_ord) u
  left join lateral (
    select f.conversation_id, f.seq, f.thread_ord as count, f.last_seq, round(date_part('epoch', f.sent_at) * 1000) as last_ms,
           f.read_ord, true as following, f.version, f.draft, round(extract(epoch from f.draft_at) * 1000)::float8 as draft_ms
      from followed f
     where $2::timestamptz is null or (f.sent_at, f.conversation_id, f.seq) < ($2::timestamptz, $3::bigint, $4::bigint)
     order by f.sent_at desc, f.conversation_id desc, f.seq desc
     limit $5) f on true
