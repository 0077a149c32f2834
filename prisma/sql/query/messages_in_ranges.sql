-- messages_in_ranges: whole ranges, without asking who may see them. Called by: the outbox handler, which delivers each
-- message to the members of its seq. Locks: none. $1 conversations, $2 from seqs, $3 to seqs (both ends included).
select m.conversation_id, m.seq, m.message_id, m.sender_id, m.rev, m.ord, m.client_msg_id, m.kind, m.content_version,
       m.text, m.structure, m.marks, round(date_part('epoch', m.sent_at) * 1000) as sent_ms, m.thread_seq, m.thread_ord
  from unnest($1::bigint[], $2::bigint[], $3::bigint[]) r(c, f, t)
  cross join lateral (select * from message m where m.conversation_id = r.c and m.seq between r.f and r.t offset 0) m
 order by m.conversation_id, m.seq
