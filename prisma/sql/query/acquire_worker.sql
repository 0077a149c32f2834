-- acquire_worker: leases the lowest worker id that is free or expired, with a higher fence. Called by: start of logic and
-- worker processes, on the directory. Locks: one lease row, skipping those being acquired. $1 holder, $2 lease in ms.
-- The new holder mints above high_water_ms. The database's clock decides what has expired.
update worker_lease w
   set fence = w.fence + 1, holder = $1, leased_until = now() + $2::int * interval '1 millisecond'
 where w.worker_id = (
   select l.worker_id from worker_lease l where l.leased_until < now() order by l.worker_id limit 1 for update skip locked)
returning w.worker_id, w.fence, w.high_water_ms
