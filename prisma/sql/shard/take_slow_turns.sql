-- take_slow_turns: those who send in a conversation with slow mode take their turn, or hear how long to wait.
--
-- Called by: conversation access, inside the append lane, only for conversations with slow mode, as `take_slow_turns`.
-- Locks:     buckets (shared advisory) -> member rows, in (conversation, user) order. Statements: 4. Raises PY001.
--
-- The row lock makes it exact, however many processes ask at once: of two sends of one member one takes the turn, the other
-- sees that it is taken. A turn belongs to its clientMsgId: the same send again (a lost answer, rights that changed) goes
-- through on the turn that it has, and one that is stored already takes none. One (conversation, user) per call once.
-- The database's clock decides; one that went back makes nobody wait longer than the rule says.
create or replace function take_slow_turns(
  p_buckets smallint[],
  p_epochs bigint[],
  p_conversations bigint[],
  p_users bigint[],
  p_keys text[],
  p_seconds int[]
)
returns table (idx int, wait_ms double precision)
language plpgsql volatile
set lock_timeout = '300ms'
as $$
declare
  moment constant timestamptz(3) := clock_timestamp();
begin
  perform check_buckets(p_buckets, p_epochs);
  perform 1
     from member m
     join unnest(p_conversations, p_users) a(c, u) on m.conversation_id = a.c and m.user_id = a.u
    order by m.conversation_id, m.user_id
      for update of m;
  return query
    with asked as (
      select a.i::int as i, a.c, a.u, a.k, m.slow_key = a.k as mine,
             case when m.slow_at is null then 0
                  else least(a.s * 1000.0, date_part('epoch', m.slow_at - moment) * 1000 + a.s * 1000.0) end as left_ms,
             exists (select 1 from message x where x.conversation_id = a.c and x.sender_id = a.u and x.client_msg_id = a.k) as stored
        from unnest(p_conversations, p_users, p_keys, p_seconds) with ordinality a(c, u, k, s, i)
        join member m on m.conversation_id = a.c and m.user_id = a.u
    ), taken as (
      update member m set slow_at = moment, slow_key = a.k
        from asked a
       where m.conversation_id = a.c and m.user_id = a.u
         and a.mine is not true and not a.stored and a.left_ms <= 0
    )
    select a.i, case when a.mine or a.stored then 0 else greatest(a.left_ms, 0) end::double precision from asked a;
end $$;
