-- changed_after: the revs after a rev at which messages up to a seq were changed, of several timelines; a page of each.
-- Called by: batch sync, which then reads the messages as this user may see them. Locks: none. Who may ask is checked there.
-- $1 conversations, $2 up to these seqs, $3 after these revs, $4 limit. Revs of later seqs count for the page and are not named.
select k.c as conversation_id, x.rev, case when x.seq <= k.s then x.seq end as seq
  from unnest($1::bigint[], $2::bigint[], $3::bigint[]) k(c, s, r)
  cross join lateral (
    select c.rev, c.seq from change c where c.conversation_id = k.c and c.rev > k.r order by c.rev limit $4) x
 order by 1, 2
