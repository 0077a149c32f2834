-- reader_counts: how many have read each of these messages and how many have not, by the same rules as message_readers. One row at
-- least; without a seq: none of them is the asker's to see.
-- Called by: timelines, for the messages that they show. Locks: none. $1 conversation, $2 asker, $3 seqs, $4 people who don't tell.
-- Who is in neither list or spoke is looked up one by one (`limit 1`), whatever the planner believes of the group's size.
with asker as materialized (
  select 1 from member m join conversation c on c.id = m.conversation_id
   where m.conversation_id = $1 and m.user_id = $2 and c.dissolved_at is null
), said as materialized (
  select m.seq, m.sender_id
    from (select distinct s from unnest($3::bigint[]) u(s)) u
    join message m on m.conversation_id = $1 and m.seq = u.s
    join conversation c on c.id = m.conversation_id
   where exists (select from asker) and m.seq >= c.served_from_seq
     and (c.served_from_at is null or m.sent_at >= c.served_from_at)
     and not exists (select from message_hidden h where h.conversation_id = $1 and h.user_id = $2 and h.seq = m.seq)
     and exists (
       select from member_interval i
        where i.conversation_id = $1 and i.user_id = $2 and i.visible_from <= m.seq and coalesce(i.left_seq, m.seq) >= m.seq)
), silent as materialized (
  select m.user_id, m.read_seq, m.join_seq
    from unnest($4::bigint[]) x(user_id)
   cross join lateral (
      select m.user_id, m.read_seq, i.join_seq from member m
        join member_interval i on i.conversation_id = $1 and i.user_id = x.user_id and i.left_seq is null
       where m.conversation_id = $1 and m.user_id = x.user_id
       limit 1) m
   where exists (select from said)
), outside as (
  -- Members in neither list.
  select s.seq, m.read_seq < s.seq as behind
    from said s
   cross join lateral (
      select m.user_id, m.read_seq from member m
        join member_interval i on i.conversation_id = $1 and i.user_id = s.sender_id and i.left_seq is null and i.join_seq <= s.seq
       where m.conversation_id = $1 and m.user_id = s.sender_id
       limit 1) m
   where m.user_id not in (select user_id from silent)
  union all
  select s.seq, n.read_seq < s.seq from said s join silent n on n.join_seq <= s.seq
), spoke as materialized (
  -- Have read it by what they said right after it, and not by their watermark.
  select s.seq, count(*) as people
    from said s
   cross join lateral (
      select x.sender_id as user_id from message x
       where x.conversation_id = $1 and x.seq > s.seq and x.seq <= s.seq + 200 and x.thread_seq is null and x.sender_id <> s.sender_id
       group by x.sender_id) x
   cross join lateral (
      select m.user_id, m.read_seq from member m
        join member_interval i on i.conversation_id = $1 and i.user_id = x.user_id and i.left_seq is null and i.join_seq <= s.seq
       where m.conversation_id = $1 and m.user_id = x.user_id
       limit 1) m
   where m.read_seq < s.seq and x.user_id not in (select user_id from silent)
   group by s.seq
), counts as (
  select t.seq, t.entitled - coalesce(o.people, 0) as people, t.behind - coalesce(o.behind, 0) - coalesce(k.people, 0) as unread
    from reader_totals($1, (select array_agg(seq) from said)) t
    left join (select seq, count(*) as people, count(*) filter (where behind) as behind from outside group by seq) o on o.seq = t.seq
    left join spoke k on k.seq = t.seq
)
select exists (select from asker) as asked, c.seq, (c.people - c.unread)::int as read, c.unread::int as unread
  from (select 1) one
  left join counts c on true
 order by c.seq
