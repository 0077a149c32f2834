-- check_buckets: the first statement of every write that isn't a lane's: holds the buckets and compares their epochs.
--
-- Called by: the functions of this folder. append_messages and fanout_entries answer stale rows one by one instead.
-- Locks:     buckets (shared advisory), ascending, till commit. Statements: 2.
-- Raises PY001 (StaleEpoch in packages/db/src/errors.ts): refresh the shard map, group again, repeat.
create or replace function check_buckets(p_buckets smallint[], p_epochs bigint[])
returns void
language plpgsql volatile
as $$
begin
  perform pg_advisory_xact_lock_shared(1886544994, b) from unnest(p_buckets) b;
  if exists (
    select 1 from unnest(p_buckets, p_epochs) u(b, e)
      left join shard_bucket s on s.bucket = u.b
     where s.epoch is distinct from u.e or s.state <> 'open'
  ) then
    raise exception 'stale epoch' using errcode = 'PY001';
  end if;
end $$;
