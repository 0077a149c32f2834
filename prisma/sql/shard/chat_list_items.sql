-- chat_list_items: name, role, head, last message, unread and the other person's receipt of a user's conversations on this shard.
--
-- Called by: the chat list, once per conversation shard, as `chat_list_items`. Locks: none. Statements: 1.
-- Conversations in which the user is no member now have no row, nor have those that were dissolved.
--
-- w: the effective watermarks. A send doesn't touch the member row (+16 µs a send), so one's own last send (but no reply in
-- a thread: who speaks there hasn't read the flow) counts as read and is found here, among the newest 200 above the reported
-- watermark; devices report it before it is further back.
-- o: ord at the watermark. A seq is there or purged, and a purge leaves the ord of its last message, so that what can't be
-- read any more isn't unread.
create or replace function chat_list_items(p_user bigint, p_conversations bigint[])
returns table (
  of_conversation bigint, conversation_kind text, created_ms double precision,
  head_seq bigint, head_rev bigint, head_ord bigint, read_seq bigint, read_ord bigint,
  peer_id bigint, peer_read_seq bigint, peer_delivered_seq bigint, conversation_name text, member_count int, my_role text,
  conversation_id bigint, seq bigint, message_id bigint, sender_id bigint, rev bigint, ord bigint, client_msg_id text,
  kind smallint, content_version int, text text, structure jsonb, marks jsonb, sent_ms double precision, thread_seq bigint, thread_ord bigint
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
    select c.id as of_conversation, c.kind as conversation_kind, round(date_part('epoch', c.created_at) * 1000) as created_ms,
           h.seq as head_seq, h.rev as head_rev, h.ord as head_ord, w.mine as read_seq, o.ord as read_ord,
           p.user_id as peer_id, w.theirs as peer_read_seq, greatest(p.delivered_seq, w.theirs) as peer_delivered_seq,
           c.name as conversation_name, c.member_count, me.role as my_role, m.*
      from unnest(p_conversations) k(id)
      join member me on me.conversation_id = k.id and me.user_id = p_user
      join conversation c on c.id = k.id and c.dissolved_at is null
      join conversation_head h on h.conversation_id = k.id
      left join lateral (
        select x.user_id, x.read_seq, x.delivered_seq from member x
         where c.kind = 'direct' and x.conversation_id = k.id and x.user_id <> p_user
         limit 1
      ) p on true
      cross join lateral (
        select greatest(me.read_seq, max(t.seq) filter (where t.sender_id = p_user and t.thread_seq is null)) as mine,
               greatest(p.read_seq, max(t.seq) filter (where t.sender_id = p.user_id and t.thread_seq is null)) as theirs
          from (select x.seq, x.sender_id, x.thread_seq from message x
                 where x.conversation_id = k.id and x.seq > least(me.read_seq, p.read_seq)
                 order by x.seq desc
                 limit 200) t
      ) w
      cross join lateral (
        select coalesce((select x.ord from message x where x.conversation_id = k.id and x.seq = w.mine),
                        (select r.to_ord from purged_range r where r.conversation_id = k.id and w.mine between r.from_seq and r.to_seq),
                        0) as ord
      ) o
      left join lateral (
        select m.conversation_id, m.seq, m.message_id, m.sender_id, m.rev, m.ord, m.client_msg_id, m.kind, m.content_version,
               m.text, m.structure, m.marks, round(date_part('epoch', m.sent_at) * 1000) as sent_ms, m.thread_seq, m.thread_ord
          from message m
         where m.conversation_id = k.id and m.seq >= c.served_from_seq
           and (c.served_from_at is null or m.sent_at >= c.served_from_at)
           and m.seq >= (select min(i.visible_from) from member_interval i where i.conversation_id = k.id and i.user_id = p_user)
           and not exists (select 1 from message_hidden x where x.conversation_id = k.id and x.user_id = p_user and x.seq = m.seq)
         order by m.seq desc
         limit 1
      ) m on true;
end $$;
