-- claim_outbox: takes what was left behind, for a while. Called by: the sweeper, on every database. Locks: the rows, skipping
-- those that somebody else is claiming. $1 limit, $2 lease in ms. A claimed row comes back after its lease if nobody
-- finishes it; the lease grows with the attempts up to 20 times, so that a poisonous row doesn't spin.
update outbox o
   set next_at = now() + least(o.attempts + 1, 20) * $2::int * interval '1 millisecond', attempts = o.attempts + 1
 where o.id in (select id from outbox where next_at <= now() order by next_at limit $1 for update skip locked)
returning o.id, o.kind, o.payload, o.attempts, o.created_at
