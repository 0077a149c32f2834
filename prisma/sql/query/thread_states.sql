-- thread_states: threads as their askers may see them, with what is their own. A row without a root: no thread can be there, or it
-- is not theirs to see; no row: they are no member now.
-- Called by: what serves and tells threads. Locks: none. $1 users, $2 conversations, $3 seqs of the messages that they hang on.
select k.i::int as place, m.seq as root, r.thread_ord as count, r.seq as last_seq,
       round(date_part('epoch', r.sent_at) * 1000) as last_ms, y.read_ord, y.following, y.version,
       y.draft, round(extract(epoch from y.draft_at) * 1000)::float8 as draft_ms
  from unnest($1::bigint[], $2::bigint[], $3::bigint[]) with ordinality k(u, c, s, i)
  join conversation c on c.id = k.c and c.dissolved_at is null
  join member x on x.conversation_id = k.c and x.user_id = k.u
  left join lateral (
    select m.seq from message m
     where m.conversation_id = k.c and m.seq = k.s and m.thread_seq is null and m.kind <> 2 and m.seq >= c.served_from_seq
       and (c.served_from_at is null or m.sent_at >= c.served_from_at)
       and not exists (select 1 from message_hidden h where h.conversation_id = k.c and h.user_id = k.u and h.seq = m.seq)
       and exists (
         select 1 from member_interval i
          where i.conversation_id = k.c and i.user_id = k.u and i.visible_from <= m.seq and coalesce(i.left_seq, m.seq) >= m.seq)
     limit 1) m on true
  left join lateral (
    select r.thread_ord, r.seq, r.sent_at from message r
     where r.conversation_id = k.c and r.thread_seq = k.s order by r.thread_ord desc limit 1) r on true
  left join thread_mark y on y.conversation_id = k.c and y.seq = k.s and y.user_id = k.u
