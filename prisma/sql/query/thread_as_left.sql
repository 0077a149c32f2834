-- thread_as_left: a thread as of when somebody left its conversation, as history shows it to them: what was said until then. A row
-- without `seen`: no thread can be there, or it is not theirs to see; no row: they never were a member.
-- Called by: a thread that one opens who is no member now. Locks: none. $1 user, $2 conversation, $3 seq that the thread hangs on.
select s.until, case when sees_thread($1, $2, $3) then $3::bigint end as seen, r.thread_ord as count, r.seq as last_seq,
       round(date_part('epoch', r.sent_at) * 1000) as last_ms,
       y.read_ord, false as following, y.version, null::text as draft, null::float8 as draft_ms
  from (select min(least(h.seq, i.hi)) as until
          from conversation_head h
          cross join lateral (
            select max(coalesce(i.left_seq, 9223372036854775807)) as hi
              from member_interval i where i.conversation_id = $2 and i.user_id = $1) i
         where h.conversation_id = $2 and i.hi is not null) s
  join conversation c on c.id = $2
  left join lateral (
    select r.thread_ord, r.seq, r.sent_at from message r
     where r.conversation_id = $2 and r.thread_seq = $3 and r.seq <= s.until order by r.thread_ord desc limit 1) r on true
  left join thread_mark y on y.conversation_id = $2 and y.seq = $3 and y.user_id = $1
 where s.until is not null
