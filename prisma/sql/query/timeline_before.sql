-- timeline_before: a page of a timeline, newest first, below a seq. Called by: history. Locks: none.
-- $1 user, $2 conversation, $3 before this seq (null = from the newest), $4 limit.
-- No row = unknown, or never a member: the two look the same. One who has left sees the head of their last day.
select a.head_seq, a.head_rev, a.first_seq, m.*
  from (
    select least(h.seq, s.hi) as head_seq,
           case when s.hi >= h.seq then h.rev
                else coalesce((select x.rev from message x where x.conversation_id = $2 and x.seq = s.hi), 0) end as head_rev,
           greatest(s.lo, c.served_from_seq) as first_seq, c.served_from_at
      from (select min(i.visible_from) as lo, max(coalesce(i.left_seq, 9223372036854775807)) as hi
              from member_interval i where i.conversation_id = $2 and i.user_id = $1) s
      join conversation c on c.id = $2
      join conversation_head h on h.conversation_id = $2
     where s.lo is not null
  ) a
  left join lateral (
    select m.conversation_id, m.seq, m.message_id, m.sender_id, m.rev, m.ord, m.client_msg_id, m.kind, m.content_version,
           m.text, m.structure, round(date_part('epoch', m.sent_at) * 1000) as sent_ms
      from message m
     where m.conversation_id = $2 and m.seq >= a.first_seq and m.seq <= a.head_seq and m.seq < coalesce($3, 9223372036854775807)
       and (a.served_from_at is null or m.sent_at >= a.served_from_at)
       and exists (
         select 1 from member_interval i
          where i.conversation_id = $2 and i.user_id = $1 and i.visible_from <= m.seq and coalesce(i.left_seq, m.seq) >= m.seq)
     order by m.seq desc
     limit $4
  ) m on true
