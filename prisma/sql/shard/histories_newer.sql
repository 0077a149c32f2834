-- histories_newer: what several timelines hold after a seq each, oldest first; p_limit messages of each.
--
-- Called by: batch sync, and history by afterSeq, as `histories_newer`. Locks: none. Statements: 1.
-- A conversation without a row is unknown, or was never the user's: the two look the same.
-- p_held_revs are the revs of the messages that the caller holds; those of a conversation begin at its p_held_at, the first is of
-- its p_held_from. What is held at the very rev that the message has now is answered as `held`, without its content.
create or replace function histories_newer(
  p_user bigint, p_conversations bigint[], p_after bigint[], p_limit int,
  p_held_from bigint[], p_held_at int[], p_held_count int[], p_held_revs bigint[])
returns table (
  of_conversation bigint, head_seq bigint, head_rev bigint, first_seq bigint,
  conversation_id bigint, seq bigint, message_id bigint, sender_id bigint, rev bigint, ord bigint, client_msg_id text,
  kind smallint, content_version int, text text, structure jsonb, marks jsonb, sent_ms double precision, held boolean,
  thread_seq bigint, thread_ord bigint, replies jsonb
)
language plpgsql volatile
-- Without this, a plan made while a partition looked empty sorts a whole conversation to find its newest 50 messages: 300 ms
-- for 200,000, until the next ANALYZE. With it, the planner walks the key of one partition.
set enable_sort = off
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
begin
  return query
    select k.c as of_conversation, a.head_seq, a.head_rev, a.first_seq, m.*
      from unnest(p_conversations, p_after, p_held_from, p_held_at, p_held_count) k(c, after, held_from, held_at, held_count)
      join lateral (
        select least(h.seq, s.hi) as head_seq,
               case when s.hi >= h.seq then h.rev
                    else coalesce(s.left_rev, (select x.rev from message x where x.conversation_id = k.c and x.seq = s.hi), 0) end as head_rev,
               greatest(s.lo, c.served_from_seq) as first_seq, c.served_from_at
          from (select min(i.visible_from) as lo, max(coalesce(i.left_seq, 9223372036854775807)) as hi,
                       max(i.left_rev) as left_rev
                  from member_interval i where i.conversation_id = k.c and i.user_id = p_user) s
          join conversation c on c.id = k.c
          join conversation_head h on h.conversation_id = k.c
         where s.lo is not null
      ) a on true
      left join lateral (
        select m.conversation_id, m.seq, m.message_id, m.sender_id, m.rev, m.ord, m.client_msg_id, m.kind, m.content_version,
               case when x.held then null else m.text end, case when x.held then null else m.structure end,
               case when x.held then null else m.marks end, round(date_part('epoch', m.sent_at) * 1000) as sent_ms, x.held,
               m.thread_seq, m.thread_ord, t.replies
          from message m
         cross join lateral (
           select case when m.seq < k.held_from or m.seq >= k.held_from + k.held_count then false
                       else p_held_revs[k.held_at + (m.seq - k.held_from)::int] = coalesce((m.marks->>'rev')::bigint, m.rev) end as held) x
          left join lateral thread_replies(m.conversation_id, case when m.thread_seq is null then m.seq end, a.head_seq) t on true
         where m.conversation_id = k.c and m.seq > k.after and m.seq >= a.first_seq and m.seq <= a.head_seq
           and (a.served_from_at is null or m.sent_at >= a.served_from_at)
           and not exists (select 1 from message_hidden x where x.conversation_id = k.c and x.user_id = p_user and x.seq = m.seq)
           and exists (
             select 1 from member_interval i
              where i.conversation_id = k.c and i.user_id = p_user and i.visible_from <= m.seq and coalesce(i.left_seq, m.seq) >= m.seq)
         order by m.seq
         limit p_limit
      ) m on true;
end $$;
