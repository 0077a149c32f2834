-- outbox_backlog: what is pending, and for how long. Called by: doctor, metrics. Locks: none.
select count(*)::int as rows, coalesce(extract(epoch from now() - min(created_at)) * 1000, 0)::float8 as oldest_ms from outbox
