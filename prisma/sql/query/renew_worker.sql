-- renew_worker: keeps a lease, as long as nobody has taken the id since (same fence). Called by: the id minter, on the directory.
-- $1 worker, $2 fence, $3 lease in ms, $4 high water: no id minted before the next renewal may carry a later time.
-- No row = lost: stop minting.
update worker_lease
   set leased_until = now() + $3::int * interval '1 millisecond', high_water_ms = greatest(high_water_ms, $4)
 where worker_id = $1 and fence = $2
returning high_water_ms
