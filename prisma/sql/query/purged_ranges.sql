-- purged_ranges: what is missing on purpose between two seqs. Called by: history, batch sync, after the messages were read,
-- so that a purge in between is declared; what this user deleted for themselves is missing to them just so.
-- Locks: none. $1 conversations, $2 from seqs, $3 to seqs (both ends included), $4 user.
select r.conversation_id, greatest(r.from_seq, k.f) as from_seq, least(r.to_seq, k.t) as to_seq
  from unnest($1::bigint[], $2::bigint[], $3::bigint[]) k(c, f, t)
  join purged_range r on r.conversation_id = k.c and r.to_seq >= k.f and r.from_seq <= k.t
union all
select h.conversation_id, h.seq, h.seq
  from unnest($1::bigint[], $2::bigint[], $3::bigint[]) k(c, f, t)
  join message_hidden h on h.conversation_id = k.c and h.user_id = $4 and h.seq between k.f and k.t
 order by 1, 2
