-- finish_outbox: the effects of these rows are done everywhere.
--
-- Called by: the fan-out lane and the worker's outbox handler, after every user shard has committed, as `finish_outbox`.
-- Locks:     the rows. Statements: 2.
--
-- The commit doesn't wait for the disk: a delete that a crash undoes is repeated by the sweeper, and the markers make the
-- repeat write nothing. Markers outlive that moment (packages/db/src/markers.ts).
create or replace function finish_outbox(p_ids bigint[])
returns bigint
language plpgsql volatile
set enable_seqscan = off
as $$
declare
  n bigint;
begin
  perform set_config('synchronous_commit', 'off', true);
  delete from outbox where id = any (p_ids);
  get diagnostics n = row_count;
  return n;
end $$;
