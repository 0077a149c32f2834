-- purged_ranges: what is missing on purpose between two seqs: what was purged, what was said while this user was away, and what
-- they deleted for themselves. Called by: history, batch sync, after the messages were read, so that a purge in between is
-- declared. Locks: none. $1 conversations, $2 from seqs, $3 to seqs (both ends included), $4 user. Ranges may overlap.
--
-- Away: what lies below an interval and above all that begin earlier (they overlap where newcomers see what was before).
select r.conversation_id, greatest(r.from_seq, k.f) as from_seq, least(r.to_seq, k.t) as to_seq
  from unnest($1::bigint[], $2::bigint[], $3::bigint[]) k(c, f, t)
  join purged_range r on r.conversation_id = k.c and r.to_seq >= k.f and r.from_seq <= k.t
union all
select h.conversation_id, h.seq, h.seq
  from unnest($1::bigint[], $2::bigint[], $3::bigint[]) k(c, f, t)
  join message_hidden h on h.conversation_id = k.c and h.user_id = $4 and h.seq between k.f and k.t
union all
select a.c, greatest(a.from_seq, a.f), least(a.to_seq, a.t)
  from (
    select k.c, k.f, k.t, i.visible_from - 1 as to_seq,
           max(coalesce(i.left_seq, 9223372036854775806)) over (
             partition by k.c order by i.visible_from, i.join_seq rows between unbounded preceding and 1 preceding) + 1 as from_seq
      from unnest($1::bigint[], $2::bigint[], $3::bigint[]) k(c, f, t)
      join member_interval i on i.conversation_id = k.c and i.user_id = $4
  ) a
 where a.from_seq <= a.to_seq and a.to_seq >= a.f and a.from_seq <= a.t
 order by 1, 2
