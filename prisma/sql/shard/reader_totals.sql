-- reader_totals: by seq, how many of the members were in when it was said, and how many of them have not read up to it.
-- Called by: message_readers, reader_counts. Locks: none; the snapshot of the statement that calls it.
-- Who came in later has read up to where they came in at least, so all who are behind were in.
create or replace function reader_totals(p_conversation bigint, p_seqs bigint[])
returns table (seq bigint, entitled bigint, behind bigint)
language plpgsql stable
as $$
begin
  if exists (select from reader_level l where l.conversation_id = p_conversation) then
    return query
      select s, upto.joined, below.reading
        from unnest(p_seqs) s
       cross join lateral readers_below(p_conversation, s + 1) upto
       cross join lateral readers_below(p_conversation, s) below;
  else
    return query
      with people as materialized (
        select m.read_seq, i.join_seq
          from member m
          join member_interval i on i.conversation_id = p_conversation and i.user_id = m.user_id and i.left_seq is null
         where m.conversation_id = p_conversation
      )
      select s, count(*) filter (where p.join_seq <= s), count(*) filter (where p.read_seq < s)
        from unnest(p_seqs) s cross join people p
       group by s;
  end if;
end $$;
