-- counter_drift: what does not add up among the newest messages of some conversations: holes in the seqs that no purge declares,
-- an ord that is not the count of what counts as unread, heads, watermarks and levels of readers that disagree with what they count.
-- Called by: the drift watch and the doctor, a page at a time. Locks: none, so one snapshot. Statements: 1.
-- $1 conversations before this id, $2 so many of them, $3 the newest messages of each.
with page as materialized (
  select h.conversation_id as id, h.seq, h.rev, h.ord
    from conversation_head h
   where h.conversation_id < $1
   order by h.conversation_id desc
   limit $2
), newest as materialized (
  select p.id, m.seq, m.rev, m.ord, (m.kind <> 2 and m.thread_seq is null)::int as counts,
         coalesce(lag(m.seq) over w, case when m.seq = 1 then 0 end) as before_seq,
         coalesce(lag(m.ord) over w, case when m.seq = 1 then 0 end) as before_ord
    from page p
    cross join lateral (
      select x.* from message x where x.conversation_id = p.id order by x.seq desc limit $3) m
  window w as (partition by p.id order by m.seq)
), last as (
  select p.id, p.seq, p.rev, p.ord, max(n.seq) as last_seq, max(n.ord) as last_ord, max(n.rev) as last_rev
    from page p left join newest n on n.id = p.id
   group by p.id, p.seq, p.rev, p.ord
), purged as (
  select r.conversation_id as id, r.from_seq, r.to_seq, r.to_ord from page p join purged_range r on r.conversation_id = p.id
)
select n.id as conversation_id, 'ord' as what, n.seq, n.before_ord + n.counts as expected, n.ord as found
  from newest n where n.before_seq = n.seq - 1 and n.ord <> n.before_ord + n.counts
union all
select n.id, 'gap', n.seq, n.before_seq + 1, n.seq
  from newest n
 where n.before_seq < n.seq - 1
   and (select coalesce(sum(least(u.to_seq, n.seq - 1) - greatest(u.from_seq, n.before_seq + 1) + 1), 0)
          from purged u where u.id = n.id and u.to_seq > n.before_seq and u.from_seq < n.seq) < n.seq - 1 - n.before_seq
union all
select l.id, 'head', l.seq, coalesce(l.last_ord, 0), l.ord
  from last l
 where (coalesce(l.last_seq, 0), coalesce(l.last_ord, 0)) is distinct from (l.seq, l.ord)
   and not exists (select 1 from purged u where u.id = l.id and u.to_seq = l.seq and u.to_ord = l.ord)
union all
select l.id, 'rev', l.seq, greatest(l.last_rev, (select max(c.rev) from change c where c.conversation_id = l.id)), l.rev
  from last l
 where l.rev < greatest(l.last_rev, (select max(c.rev) from change c where c.conversation_id = l.id))
union all
select m.conversation_id, 'read', p.seq, p.seq, max(m.read_seq)
  from page p join member m on m.conversation_id = p.id
 where m.read_seq > p.seq
 group by m.conversation_id, p.seq
union all
select c.id, 'members', p.seq, (select count(*) from member m where m.conversation_id = c.id), c.member_count
  from page p join conversation c on c.id = p.id
 where c.kind <> 'direct' and c.member_count <> (select count(*) from member m where m.conversation_id = c.id)
union all
-- Of a large group: its members as readers and in both sums of the levels; found is the one that has the fewest of them.
select p.id, 'readers', p.seq, n.members, least(n.agree, coalesce(l.joined, 0), coalesce(l.reading, 0))
  from page p
 cross join lateral (
   select (select count(*) from member m where m.conversation_id = p.id) as members, count(*) as readers,
          count(m.user_id) as agree
     from reader r
     left join member m on m.conversation_id = p.id and m.user_id = r.user_id and m.read_seq = r.read_seq
    where r.conversation_id = p.id) n
 cross join lateral (
   select sum(l.joined) as joined, sum(l.reading) as reading from reader_level l where l.conversation_id = p.id and l.height = 3) l
 where (n.readers > 0 or l.joined is not null) and array[n.readers, n.agree, l.joined, l.reading] <> array_fill(n.members, array[4])
order by 1, 3
