-- claim_scheduled: takes what is due, for a while. Called by: the worker of scheduled messages, on every shard. Locks: the rows,
-- skipping those that somebody is claiming or changing. $1 now, $2 limit, $3 lease in ms. A claimed row can't be changed by
-- its owner any more, and comes up again after its lease; the lease grows with the claims, so that a poisonous row doesn't spin.
update scheduled_message s
   set state = 'sending', attempts = s.attempts + 1,
       next_at = $1::timestamptz + least(s.attempts + 1, 6) * $3::int * interval '1 millisecond'
  from (select user_id, scheduled_id, state = 'sending' as tried from scheduled_message
         where next_at <= $1 order by next_at, scheduled_id limit $2 for update skip locked) due
 where s.user_id = due.user_id and s.scheduled_id = due.scheduled_id
returning s.*, due.tried
