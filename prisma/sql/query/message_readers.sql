-- message_readers: who has read a message, or who has not: a page by user id, with the counts of both as of the same snapshot. It
-- was for the members who have been in since then, without its sender; a member has read it by their watermark, or by what they said
-- in the flow right after it. One row at least; `shown` false: it is not there, or not the asker's to see.
-- Called by: lists of readers. Locks: none. $1 conversation, $2 asker, $3 seq, $4 have read it, $5 after this user, $6 limit,
-- $7 people who don't tell. Reads the members of the conversation once, whoever has read; times only of the page.
with asker as materialized (
  select 1 from member m join conversation c on c.id = m.conversation_id
   where m.conversation_id = $1 and m.user_id = $2 and c.dissolved_at is null
), said as materialized (
  select m.seq, m.sender_id
    from message m join conversation c on c.id = m.conversation_id
   where m.conversation_id = $1 and m.seq = $3 and exists (select from asker) and m.seq >= c.served_from_seq
     and (c.served_from_at is null or m.sent_at >= c.served_from_at)
     and not exists (select from message_hidden h where h.conversation_id = $1 and h.user_id = $2 and h.seq = $3)
     and exists (
       select from member_interval i
        where i.conversation_id = $1 and i.user_id = $2 and i.visible_from <= $3 and coalesce(i.left_seq, $3) >= $3)
), spoke as materialized (
  select x.sender_id as user_id, min(x.sent_at) as at
    from message x
   where x.conversation_id = $1 and x.seq > $3 and x.seq <= $3 + 200 and x.thread_seq is null
   group by x.sender_id
), entitled as materialized (
  select m.user_id, m.read_seq >= s.seq or p.user_id is not null as has_read,
         case when m.read_seq >= s.seq then m.read_at end as read_at, p.at as spoke_at
    from said s
    join member_interval i on i.conversation_id = $1 and i.join_seq <= s.seq and i.left_seq is null
    join member m on m.conversation_id = $1 and m.user_id = i.user_id and m.user_id <> s.sender_id
    left join spoke p on p.user_id = m.user_id
   where m.user_id <> all ($7::bigint[])
)
select a.asked, a.shown, a.read, a.unread, e.user_id, e.read_ms
  from (select exists (select from asker) as asked, exists (select from said) as shown,
               (select count(*) from entitled where has_read)::int as read,
               (select count(*) from entitled where not has_read)::int as unread) a
  left join lateral (
    select e.user_id, round(extract(epoch from case when $4 then least(e.spoke_at, coalesce(l.at, e.read_at)) end) * 1000)::float8 as read_ms
      from (select * from entitled e where e.has_read = $4 and e.user_id > $5 order by e.user_id limit $6) e
      left join lateral (
        select l.at from read_log l
         where l.conversation_id = $1 and l.user_id = e.user_id and l.seq >= $3 order by l.seq limit 1) l on true
  ) e on true
 order by e.user_id
