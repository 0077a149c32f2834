-- thread_states: threads as their askers may see them, with what is their own. A row without `seen`: no thread can be there, or
-- it is not theirs to see; no row: they are no member now.
-- Called by: what serves and tells threads. Locks: none. $1 users, $2 conversations, $3 seqs of the messages that they hang on.
select k.i::int as place, case when sees_thread(k.u, k.c, k.s) then k.s end as seen, r.thread_ord as count, r.seq as last_seq,
       round(date_part('epoch', r.sent_at) * 1000) as last_ms, y.read_ord, y.following, y.version,
       y.draft, round(extract(epoch from y.draft_at) * 1000)::float8 as draft_ms
  from unnest($1::bigint[], $2::bigint[], $3::bigint[]) with ordinality k(u, c, s, i)
  join conversation c on c.id = k.c and c.dissolved_at is null
  join member x on x.conversation_id = k.c and x.user_id = k.u
  left join lateral (
    select r.thread_ord, r.seq, r.sent_at from message r
     where r.conversation_id = k.c and r.thread_seq = k.s order by r.thread_ord desc limit 1) r on true
  left join thread_mark y on y.conversation_id = k.c and y.seq = k.s and y.user_id = k.u
