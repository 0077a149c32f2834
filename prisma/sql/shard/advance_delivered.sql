-- advance_delivered: stores delivered watermarks that ack_cursors derived. Only forward; members only; of direct chats only: nobody
-- is shown to how many of a group a message was delivered, and a group's members would be most of what is written here.
--
-- Called by: the receipt feature, coalesced, as `advance_delivered`. (conversation, user) pairs are distinct.
-- Locks:     bucket (shared advisory) -> member rows by (conversation, user). Statements: 3. Raises PY001.
-- The commit doesn't wait for the disk: lost watermarks are derived again when the device tells its cursor anew.
-- Returns the rows that moved.
create or replace function advance_delivered(
  p_buckets smallint[],
  p_epochs bigint[],
  p_conversation bigint[],
  p_user bigint[],
  p_seq bigint[]
)
returns table (conversation_id bigint, user_id bigint, delivered_seq bigint)
language plpgsql volatile
set lock_timeout = '2s'
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set enable_bitmapscan = off
as $$
#variable_conflict use_column
begin
  perform set_config('synchronous_commit', 'off', true);
  perform check_buckets(p_buckets, p_epochs);
  -- Nested loops keep the order of the sort, and in it the rows are locked: nobody waits for somebody who waits for them.
  return query
    update member m set delivered_seq = u.s
      from (select * from unnest(p_conversation, p_user, p_seq) u(c, u, s) order by u.c, u.u) u
      join conversation c on c.id = u.c and c.kind = 'direct'
     where m.conversation_id = u.c and m.user_id = u.u and m.delivered_seq < u.s
    returning m.conversation_id, m.user_id, m.delivered_seq;
end $$;
