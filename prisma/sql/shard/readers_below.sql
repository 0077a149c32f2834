-- readers_below: how many members of a large group came in before a seq, and how many have read only up to something before it.
-- Called by: reader_totals. Locks: none. At most 63 rows of each height, whatever the number of members and of messages.
create or replace function readers_below(p_conversation bigint, p_seq bigint)
returns table (joined bigint, reading bigint)
language sql stable
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
  select coalesce(sum(l.joined), 0), coalesce(sum(l.reading), 0)
    from generate_series(0, 3) h
    join reader_level l
      on l.conversation_id = p_conversation and l.height = h
     and l.block >= case when h < 3 then p_seq >> (6 * (h + 1)) << 6 else 0 end and l.block < p_seq >> (6 * h)
$$;
