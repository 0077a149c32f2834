-- ack_cursors: devices have applied their inbox up to a seq. Never backwards within an incarnation.
--
-- Called by: the cursor lane (acks of many devices in one call), as `ack_cursors`. (user, device) pairs are distinct.
-- Locks:     bucket (shared advisory) -> device_cursor rows by (user, device). Statements: 5. Raises PY001.
-- The commit doesn't wait for the disk: a lost cursor makes its device pull a little again.
--
-- Delivered is derived: what lies between the highest cursor of the user's devices before and after was delivered just
-- now. A cursor that is told again (each new connection does) covers its last 100 entries once more: what was derived from it
-- may have died with the process that had to store it. Returns (user, conversation, highest seq) for that span. Cursors of another incarnation, or over the head, are
-- not stored: that device will be told to reset by its next pull.
create or replace function ack_cursors(
  p_now timestamptz,
  p_buckets smallint[],
  p_epochs bigint[],
  p_user bigint[],
  p_device text[],
  p_incarnation bigint[],
  p_seq bigint[]
)
returns table (user_id bigint, conversation_id bigint, seq bigint)
language plpgsql volatile
set lock_timeout = '2s'
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set enable_bitmapscan = off
as $$
#variable_conflict use_column
declare
  users bigint[]; devices text[]; incarnations bigint[]; seqs bigint[]; befores bigint[];
begin
  perform set_config('synchronous_commit', 'off', true);
  perform check_buckets(p_buckets, p_epochs);
  select array_agg(a.u), array_agg(a.d), array_agg(a.n), array_agg(a.s), array_agg(a.before)
    into users, devices, incarnations, seqs, befores
    from (
      select a.u, a.d, a.n, a.s,
             case when told.again then greatest(a.s - 100, 0) else coalesce(told.highest, 0) end as before
        from unnest(p_user, p_device, p_incarnation, p_seq) a(u, d, n, s)
        join inbox_head h on h.user_id = a.u and h.incarnation = a.n and h.inbox_seq >= a.s
       cross join lateral (
         select max(c.inbox_seq) as highest, bool_or(c.device_id = a.d and c.inbox_seq = a.s) as again
           from device_cursor c where c.user_id = a.u and c.incarnation = a.n) told
       order by a.u, a.d
    ) a;
  if users is null then
    return;
  end if;
  insert into device_cursor as c (user_id, device_id, incarnation, inbox_seq, acked_at)
  select a.u, a.d, a.n, a.s, p_now from unnest(users, devices, incarnations, seqs) a(u, d, n, s)
  on conflict (user_id, device_id) do update
    set incarnation = excluded.incarnation, inbox_seq = excluded.inbox_seq, acked_at = excluded.acked_at
  where c.incarnation <> excluded.incarnation or c.inbox_seq < excluded.inbox_seq;
  return query
    select e.user_id, e.conversation_id, max(e.seq)
      from (select a.u, min(a.b) as b, max(a.s) as s from unnest(users, seqs, befores) a(u, s, b) group by a.u) span
      join inbox_entry e on e.user_id = span.u and e.inbox_seq > span.b and e.inbox_seq <= span.s
     where e.kind = 1
     group by e.user_id, e.conversation_id;
end $$;
