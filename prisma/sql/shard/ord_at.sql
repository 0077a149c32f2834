-- ord_at: the count of what counts as unread, at a seq. unread = head's ord - ord_at(readSeq).
--
-- Called by: advance_reads, chat_previews. Locks: none. Statements: 1.
-- A purge leaves the ord of its last message in purged_range, so that what can't be read any more isn't unread.
create or replace function ord_at(p_conversation bigint, p_seq bigint)
returns bigint
language sql stable
as $$
  select greatest(
    coalesce((select m.ord from message m where m.conversation_id = p_conversation and m.seq <= p_seq order by m.seq desc limit 1), 0),
    coalesce((select max(r.to_ord) from purged_range r where r.conversation_id = p_conversation and r.from_seq <= p_seq), 0)
  )
$$;
