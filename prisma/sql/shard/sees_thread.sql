-- sees_thread: whether a thread is somebody's to see: the message that it hangs on is, or, as they came later, a reply since then; one
-- of its newest 50 that is there for them will do. Nothing hangs on what happened (2), nor on a reply.
--
-- Called by: thread_states, thread_as_left, thread_list and answerable, for what they name. Locks: none.
create or replace function sees_thread(p_user bigint, p_conversation bigint, p_seq bigint)
returns boolean
language plpgsql stable
as $$
begin
  return exists (
    select 1
      from conversation c
      cross join lateral (
        select m.seq, m.sent_at from message m
         where m.conversation_id = c.id and m.seq = p_seq and m.thread_seq is null and m.kind <> 2
        union all
        (select r.seq, r.sent_at from message r
          where r.conversation_id = c.id and r.thread_seq = p_seq order by r.thread_ord desc limit 50)) n
     where c.id = p_conversation and n.seq >= c.served_from_seq
       and (c.served_from_at is null or n.sent_at >= c.served_from_at)
       and not exists (select 1 from message_hidden h where h.conversation_id = c.id and h.user_id = p_user and h.seq = n.seq)
       and exists (
         select 1 from member_interval i
          where i.conversation_id = c.id and i.user_id = p_user and i.visible_from <= n.seq and coalesce(i.left_seq, n.seq) >= n.seq));
end $$;
