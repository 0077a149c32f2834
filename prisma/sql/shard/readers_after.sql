-- readers_after: members by how far they have read, then by id, from after one of them up to before a seq.
-- Called by: message_readers. Locks: none; the snapshot of the statement that calls it. Reads as many as it gives, or, of a small
-- group, its members.
create or replace function readers_after(p_conversation bigint, p_after_seq bigint, p_after_user bigint, p_until bigint, p_limit int)
returns table (user_id bigint, read_seq bigint, join_seq bigint)
language plpgsql stable
set enable_seqscan = off
set enable_bitmapscan = off
as $$
begin
  if exists (select from reader_level l where l.conversation_id = p_conversation) then
    return query
      select r.user_id, r.read_seq, r.join_seq
        from reader r
       where r.conversation_id = p_conversation and (r.read_seq, r.user_id) > (p_after_seq, p_after_user) and r.read_seq < p_until
       order by r.read_seq, r.user_id
       limit p_limit;
  else
    return query
      select m.user_id, m.read_seq, i.join_seq
        from member m
        join member_interval i on i.conversation_id = p_conversation and i.user_id = m.user_id and i.left_seq is null
       where m.conversation_id = p_conversation and (m.read_seq, m.user_id) > (p_after_seq, p_after_user) and m.read_seq < p_until
       order by m.read_seq, m.user_id
       limit p_limit;
  end if;
end $$;
