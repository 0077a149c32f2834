-- shift_reader_levels: so many more or fewer came in at these seqs, or have read up to them.
--
-- Called by: advance_reads, add_readers, remove_readers.
-- Locks:     rows of reader_level by (conversation, height, block), and nothing after them: who waits here holds all else that it
--            needs. Statements: 2.
-- Four heights of blocks of 64: a change is at most four rows, a sum at most some 64 of each. A row that counts nobody goes, so
-- there are as many as there are places where somebody is.
create or replace function shift_reader_levels(
  p_conversations bigint[],
  p_seqs bigint[],
  p_joined int[],
  p_reading int[]
)
returns void
language plpgsql volatile
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
begin
  insert into reader_level as l (conversation_id, height, block, joined, reading)
  select t.c, h, t.s >> (6 * h), sum(t.j), sum(t.r)
    from unnest(p_conversations, p_seqs, p_joined, p_reading) t(c, s, j, r)
   cross join generate_series(0, 3) h
   group by 1, 2, 3
  having sum(t.j) <> 0 or sum(t.r) <> 0
   order by 1, 2, 3
  on conflict (conversation_id, height, block)
  do update set joined = l.joined + excluded.joined, reading = l.reading + excluded.reading;
  delete from reader_level l
   using (select distinct t.c, h, t.s >> (6 * h) as block
            from unnest(p_conversations, p_seqs, p_joined, p_reading) t(c, s, j, r)
           cross join generate_series(0, 3) h
           where t.j < 0 or t.r < 0) gone
   where l.conversation_id = gone.c and l.height = gone.h and l.block = gone.block and l.joined = 0 and l.reading = 0;
end $$;
