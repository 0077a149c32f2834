-- messages_by_keys: the messages that inbox entries point at, as far as this user may see them; what is missing is `gone`.
-- until_rev: for one who has left, the last change that is theirs to see. Called by: sync, once per conversation shard.
-- Locks: none. $1 user, $2 conversations, $3 seqs, $4 the revs at which the caller holds them (0: it doesn't): what is held at the very
-- rev that the message has now comes without its content.
select m.conversation_id, m.seq, m.message_id, m.sender_id, m.rev, m.ord, m.client_msg_id, m.kind, m.content_version,
       case when h.held then null else m.text end as text, case when h.held then null else m.structure end as structure,
       case when h.held then null else m.marks end as marks, round(date_part('epoch', m.sent_at) * 1000) as sent_ms, h.held,
       m.thread_seq, m.thread_ord,
       case when t.replies is null or exists (select 1 from member x where x.conversation_id = k.c and x.user_id = $1) then t.replies
            else (select r.replies from thread_replies(k.c, k.s, (select max(i.left_seq) from member_interval i
                                                                   where i.conversation_id = k.c and i.user_id = $1)) r) end as replies,
       case when m.marks is null or exists (select 1 from member x where x.conversation_id = k.c and x.user_id = $1) then null
            else coalesce((select max(i.left_rev) from member_interval i where i.conversation_id = k.c and i.user_id = $1),
                          (select x.rev from message x where x.conversation_id = k.c
                              and x.seq = (select max(i.left_seq) from member_interval i where i.conversation_id = k.c and i.user_id = $1))) end as until_rev
  from unnest($2::bigint[], $3::bigint[], $4::bigint[]) k(c, s, r)
  join conversation c on c.id = k.c
  cross join lateral (select * from message m where m.conversation_id = k.c and m.seq = k.s limit 1) m
  cross join lateral (select k.r > 0 and k.r = coalesce((m.marks->>'rev')::bigint, m.rev) as held) h
  left join lateral thread_replies(k.c, case when m.thread_seq is null then m.seq end, 9223372036854775807) t on true
 where m.seq >= c.served_from_seq
   and (c.served_from_at is null or m.sent_at >= c.served_from_at)
   and not exists (select 1 from message_hidden x where x.conversation_id = k.c and x.user_id = $1 and x.seq = m.seq)
   and exists (
     select 1 from member_interval i
      where i.conversation_id = k.c and i.user_id = $1 and i.visible_from <= m.seq and coalesce(i.left_seq, m.seq) >= m.seq)
