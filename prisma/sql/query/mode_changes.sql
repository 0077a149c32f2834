-- mode_changes: from which seq on which fan-out mode holds, by conversation. Called by: the outbox handler. Locks: none.
-- $1 conversations, $2 to seqs.
select f.conversation_id, f.from_seq, f.mode
  from unnest($1::bigint[], $2::bigint[]) k(c, t)
  join fanout_mode f on f.conversation_id = k.c and f.from_seq <= k.t
 order by f.conversation_id, f.from_seq
