-- thread_replies: what was said in the thread of a message, as of a seq: how much, when last and by whom. No row: nothing, or it is
-- a reply itself (p_root null).
--
-- Called by: the statements that serve messages, for each of theirs; written so that Postgres puts it in their place. Locks: none.
create or replace function thread_replies(p_conversation bigint, p_root bigint, p_until bigint)
returns table (replies jsonb)
language sql stable
as $$
  select jsonb_build_object(
           'count', r.thread_ord, 'lastSeq', r.seq, 'lastAt', round(date_part('epoch', r.sent_at) * 1000),
           'userIds', (
             select jsonb_agg(y.id order by y.n desc)
               from (select z.sender_id::text as id, max(z.thread_ord) as n
                       from (select x.sender_id, x.thread_ord from message x
                              where x.conversation_id = p_conversation and x.thread_seq = p_root and x.seq <= p_until
                              order by x.thread_ord desc
                              limit 10) z
                      group by z.sender_id
                      order by n desc
                      limit 3) y))
    from message r
   where r.conversation_id = p_conversation and r.thread_seq = p_root and r.seq <= p_until
   order by r.thread_ord desc
   limit 1
$$;
