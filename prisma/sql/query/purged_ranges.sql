-- purged_ranges: what is missing on purpose between two seqs. Called by: history, batch sync, after the messages were read,
-- so that a purge in between is declared. Locks: none. $1 conversations, $2 from seqs, $3 to seqs (both ends included).
select r.conversation_id, greatest(r.from_seq, k.f) as from_seq, least(r.to_seq, k.t) as to_seq
  from unnest($1::bigint[], $2::bigint[], $3::bigint[]) k(c, f, t)
  join purged_range r on r.conversation_id = k.c and r.to_seq >= k.f and r.from_seq <= k.t
 order by r.conversation_id, r.from_seq
