-- reader_counts: how many have read each of these messages and how many have not, by the same rules as message_readers. One row at
-- least; without a seq: none of them is the asker's to see.
-- Called by: timelines, for the messages that they show. Locks: none. $1 conversation, $2 asker, $3 seqs, $4 people who don't tell.
-- Members are read once and sorted between the seqs, so it costs their number and not their number times that of the messages.
with asker as materialized (
  select 1 from member m join conversation c on c.id = m.conversation_id
   where m.conversation_id = $1 and m.user_id = $2 and c.dissolved_at is null
), said as materialized (
  select m.seq, m.sender_id, row_number() over (order by m.seq) as place
    from (select distinct s from unnest($3::bigint[]) u(s)) u
    join message m on m.conversation_id = $1 and m.seq = u.s
    join conversation c on c.id = m.conversation_id
   where exists (select from asker) and m.seq >= c.served_from_seq
     and (c.served_from_at is null or m.sent_at >= c.served_from_at)
     and not exists (select from message_hidden h where h.conversation_id = $1 and h.user_id = $2 and h.seq = m.seq)
     and exists (
       select from member_interval i
        where i.conversation_id = $1 and i.user_id = $2 and i.visible_from <= m.seq and coalesce(i.left_seq, m.seq) >= m.seq)
), bounds as materialized (
  select array_agg(seq order by seq) as seqs from said
), people as materialized (
  select m.user_id, m.read_seq, i.join_seq
    from member_interval i
    join member m on m.conversation_id = $1 and m.user_id = i.user_id
   where i.conversation_id = $1 and i.left_seq is null and exists (select from said) and m.user_id <> all ($4::bigint[])
), spans as materialized (
  -- How many of the seqs are before they came in, and up to where they have read.
  select width_bucket(p.join_seq - 1, b.seqs) as before, width_bucket(p.read_seq, b.seqs) as read, count(*) as people
    from people p cross join bounds b
   group by 1, 2
), spoke as materialized (
  -- Said something right after it and did not report: beside the watermarks these are few.
  select s.seq, count(distinct x.sender_id) as people
    from said s
    join message x on x.conversation_id = $1 and x.seq > s.seq and x.seq <= s.seq + 200 and x.thread_seq is null
    join people p on p.user_id = x.sender_id and p.join_seq <= s.seq and p.read_seq < s.seq
   where x.sender_id <> s.sender_id
   group by s.seq
)
select exists (select from asker) as asked, s.seq, (t.read - coalesce(o.read, 0) + coalesce(k.people, 0))::int as read,
       (t.all - t.read - coalesce(o.all - o.read, 0) - coalesce(k.people, 0))::int as unread
  from (select 1) one
  left join said s on true
  left join lateral (
    select coalesce(sum(n.people), 0) as all, coalesce(sum(n.people) filter (where n.read >= s.place), 0) as read
      from spans n where n.before < s.place) t on true
  left join lateral (
    select count(*) as all, count(*) filter (where p.read_seq >= s.seq) as read
      from people p where p.user_id = s.sender_id and p.join_seq <= s.seq) o on true
  left join spoke k on k.seq = s.seq
 order by s.seq
