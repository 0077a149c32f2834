-- member_intervals: who was in a conversation when. Called by: the outbox handler, which delivers to the members of a seq.
-- Locks: none. $1 conversations, $2 from seqs, $3 to seqs (both ends included).
select i.conversation_id, i.user_id, i.join_seq, i.left_seq
  from unnest($1::bigint[], $2::bigint[], $3::bigint[]) k(c, f, t)
  join member_interval i on i.conversation_id = k.c and i.join_seq <= k.t and coalesce(i.left_seq, k.t) >= k.f
 order by i.conversation_id, i.user_id, i.join_seq
