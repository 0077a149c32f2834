-- settle_scheduled: what became of claimed rows. Called by: who claimed them, holding their users' buckets. Locks: the rows.
-- $1 now, then arrays with an element a row: $2 user, $3 scheduled, $4 attempts as claimed, $5 state, $6 failure, $7 message,
-- $8 seq. A row that somebody else has claimed since is left to them. `waiting` again is told to nobody.
update scheduled_message s
   set state = e.state, failure = e.failure, message_id = e.message_id, seq = e.seq,
       content = case when e.state = 'sent' then null else s.content end,
       next_at = case when e.state = 'waiting'
                      then greatest(s.send_at, $1::timestamptz + least(s.attempts, 30) * interval '1 second') end,
       version = s.version + (e.state <> 'waiting')::int,
       changed_at = $1::timestamptz
  from unnest($2::bigint[], $3::bigint[], $4::int[], $5::text[], $6::text[], $7::bigint[], $8::bigint[])
         e(user_id, scheduled_id, attempts, state, failure, message_id, seq)
 where s.user_id = e.user_id and s.scheduled_id = e.scheduled_id and s.state = 'sending' and s.attempts = e.attempts
returning s.*
