-- remove_readers: these people, who had read up to these seqs, are members no more.
--
-- Called by: every act that takes members out, after their rows, which it locked. Locks: rows of reader_level. Statements: 3.
create or replace function remove_readers(p_conversation bigint, p_users bigint[], p_reads bigint[])
returns void
language plpgsql volatile
as $$
declare
  convs bigint[]; seqs bigint[]; joins int[]; reads int[];
begin
  with gone as (
    delete from reader r using unnest(p_users, p_reads) u(u, s)
     where r.conversation_id = p_conversation and r.read_seq = u.s and r.user_id = u.u
    returning r.join_seq, r.read_seq
  )
  select array_agg(p_conversation), array_agg(x.seq), array_agg(x.joined), array_agg(x.reading)
    into convs, seqs, joins, reads
    from gone
   cross join lateral (values (join_seq, -1, 0), (read_seq, 0, -1)) x(seq, joined, reading);
  if convs is not null then
    perform shift_reader_levels(convs, seqs, joins, reads);
  end if;
end $$;
