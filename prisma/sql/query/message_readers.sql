-- message_readers: who has read a message, or who has not: a page by how far they have read and by user id, with the counts of both
-- as of the same snapshot. It was for the members who have been in since then, without its sender; a member has read it by their
-- watermark, or by what they said in the flow right after it. One row at least; `shown` false: it is not there, or not the asker's
-- to see.
-- Called by: lists of readers. Locks: none. $1 conversation, $2 asker, $3 seq, $4 have read it, $5 $6 after this watermark and user,
-- $7 limit, $8 people who don't tell, $9 members looked at for the page at most: it may have fewer than its limit, and goes on at
-- `next_seq`, `next_user`. What it reads depends on these, on the 200 messages after it and on who don't tell, not on the members:
-- each of them is looked up for itself (`limit 1`), whatever the planner believes of a group that has just grown.
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
), outside as materialized (
  -- Members in neither list.
  select m.user_id, m.read_seq < s.seq as behind
    from said s
   cross join lateral (select s.sender_id union select unnest($8::bigint[])) x(user_id)
   cross join lateral (
      select m.user_id, m.read_seq from member m
        join member_interval i on i.conversation_id = $1 and i.user_id = x.user_id and i.left_seq is null and i.join_seq <= s.seq
       where m.conversation_id = $1 and m.user_id = x.user_id
       limit 1) m
), spoke as materialized (
  select x.sender_id as user_id, min(x.sent_at) as at
    from message x
   where x.conversation_id = $1 and x.seq > $3 and x.seq <= $3 + 200 and x.thread_seq is null
   group by x.sender_id
), spoke_only as materialized (
  -- Have read it by what they said, and not by their watermark.
  select m.user_id, m.read_seq
    from said s
   cross join spoke p
   cross join lateral (
      select m.user_id, m.read_seq from member m
        join member_interval i on i.conversation_id = $1 and i.user_id = p.user_id and i.left_seq is null and i.join_seq <= s.seq
       where m.conversation_id = $1 and m.user_id = p.user_id
       limit 1) m
   where m.read_seq < s.seq and p.user_id not in (select user_id from outside)
), counts as materialized (
  select t.entitled - o.people as people, t.behind - o.behind - (select count(*) from spoke_only) as unread
    from said s
   cross join lateral reader_totals($1, array[s.seq]) t
   cross join (select count(*) as people, count(*) filter (where behind) as behind from outside) o
), looked_at as materialized (
  select r.*
    from said s
   cross join lateral readers_after(
     $1,
     case when $4 then greatest($5::bigint, s.seq) else $5::bigint end,
     case when $4 and $5 < s.seq then 0 else $6::bigint end,
     case when $4 then 9223372036854775807 else s.seq end,
     $9) r
), page as materialized (
  select p.user_id, p.read_seq
    from (select k.user_id, k.read_seq from spoke_only k where $4 and (k.read_seq, k.user_id) > ($5, $6)
          union all
          select r.user_id, r.read_seq
            from looked_at r
           where r.join_seq <= $3 and r.user_id not in (select user_id from outside)
             and ($4 or r.user_id not in (select user_id from spoke_only))) p
   order by p.read_seq, p.user_id
   limit $7 + 1
), shown as materialized (
  select p.* from page p order by p.read_seq, p.user_id limit $7
), ends as materialized (
  -- Of a page that is not the last, where it ends; of one for which enough was looked at, where that ended.
  select e.read_seq, e.user_id
    from (select p.read_seq, p.user_id from shown p where (select count(*) from page) > $7
          union all
          select r.read_seq, r.user_id from looked_at r where (select count(*) from page) <= $7 and (select count(*) from looked_at) = $9) e
   order by e.read_seq desc, e.user_id desc
   limit 1
)
select a.asked, a.shown, (c.people - c.unread)::int as read, c.unread::int as unread, n.read_seq as next_seq, n.user_id as next_user,
       e.user_id, e.read_ms
  from (select exists (select from asker) as asked, exists (select from said) as shown) a
  left join counts c on true
  left join ends n on true
  left join lateral (
    select p.user_id, p.read_seq,
           round(extract(epoch from case when $4 then least(k.at, coalesce(l.at, m.read_at)) end) * 1000)::float8 as read_ms
      from shown p
      left join spoke k on k.user_id = p.user_id
      left join lateral (
        select m.read_at from member m where m.conversation_id = $1 and m.user_id = p.user_id and m.read_seq >= $3 limit 1) m on true
      left join lateral (
        select l.at from read_log l
         where l.conversation_id = $1 and l.user_id = p.user_id and l.seq >= $3 order by l.seq limit 1) l on true
  ) e on true
 order by e.read_seq, e.user_id
