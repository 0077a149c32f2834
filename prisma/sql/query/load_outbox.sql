-- load_outbox: the rows that a job names; those already finished are missing. Called by: the outbox handler. Locks: none. $1 ids.
select id, kind, payload, attempts, created_at from outbox where id = any ($1::bigint[]) order by id
