-- push_messages: messages that may have to be pushed, as far as these people may see them now; what is missing is gone for them.
-- Called by: the worker, when it decides and again when it sends, once per conversation shard. Locks: none.
-- $1 users, $2 conversations, $3 seqs (triples). Only who is a member now is pushed to.
-- is_read: as the chat list says it, one's own last send included (the newest 200 are looked at); in a thread as the thread says it.
select k.i::int as place, c.kind as conversation_kind, c.member_count, c.name as conversation_name, h.mode,
       m.kind, m.sender_id, s.nickname, round(date_part('epoch', m.sent_at) * 1000) as sent_ms, m.text, m.structure, m.thread_seq,
       coalesce(t.following, false) as followed,
       case when m.thread_seq is null then greatest(me.read_seq, o.seq) >= m.seq
            else coalesce(t.read_ord, 0) >= m.thread_ord end as is_read
  from unnest($1::bigint[], $2::bigint[], $3::bigint[]) with ordinality k(u, c, s, i)
  join conversation c on c.id = k.c and c.dissolved_at is null
  join conversation_head h on h.conversation_id = k.c
  join member me on me.conversation_id = k.c and me.user_id = k.u
  cross join lateral (select * from message m where m.conversation_id = k.c and m.seq = k.s limit 1) m
  left join thread_mark t on t.conversation_id = k.c and t.seq = m.thread_seq and t.user_id = k.u
  left join member s on s.conversation_id = k.c and s.user_id = m.sender_id
  cross join lateral (
    select max(x.seq) filter (where x.sender_id = k.u and x.thread_seq is null) as seq
      from (select x.seq, x.sender_id, x.thread_seq from message x
             where x.conversation_id = k.c and x.seq > greatest(me.read_seq, k.s)
             order by x.seq desc
             limit 200) x) o
 where m.seq >= c.served_from_seq
   and (c.served_from_at is null or m.sent_at >= c.served_from_at)
   and not exists (select 1 from message_hidden x where x.conversation_id = k.c and x.user_id = k.u and x.seq = m.seq)
   and exists (
     select 1 from member_interval i
      where i.conversation_id = k.c and i.user_id = k.u and i.visible_from <= m.seq and coalesce(i.left_seq, m.seq) >= m.seq)
