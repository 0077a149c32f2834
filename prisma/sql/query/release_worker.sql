-- release_worker: gives a worker id back at shutdown. Called by: the id minter, on the directory. $1 worker, $2 fence,
-- $3 the highest time that was minted.
update worker_lease set leased_until = '-infinity', holder = null, high_water_ms = greatest(high_water_ms, $3)
 where worker_id = $1 and fence = $2
