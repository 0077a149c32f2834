-- seq_before: how far a conversation had come before a moment: the seq of the last message sent earlier; 0: none was. `sent_at` never
-- goes back within a conversation, so it is found by halving: some twenty looks along the key in a million messages, and no index by
-- time that every send would have to keep.
--
-- Called by: history by `at`, as `seq_before`; what of it somebody may see is asked of histories_newer. Locks: none.
create or replace function seq_before(p_conversation bigint, p_at timestamptz)
returns bigint
language plpgsql stable
-- As in histories_newer: along the key of one partition, whatever the planner believes.
set enable_sort = off
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
as $$
declare
  -- What is there up to `low` is earlier, what is there from `high` on is not; of what was purged nothing is there.
  low bigint := 0;
  high bigint := (select h.seq + 1 from conversation_head h where h.conversation_id = p_conversation);
  middle bigint;
  found_seq bigint;
  is_earlier boolean;
begin
  while high - low > 1 loop
    middle := (low + high) / 2;
    select m.seq, m.sent_at < p_at into found_seq, is_earlier
      from message m
     where m.conversation_id = p_conversation and m.seq >= middle and m.seq < high
     order by m.seq
     limit 1;
    if is_earlier then low := found_seq; else high := middle; end if;
  end loop;
  return low;
end $$;
