-- Which device a push endpoint belongs to, as a hash, for all shards: a browser goes from one person to the next, and what is for the
-- first must not reach the second. Who subscribed before this is asked to again by the client.
ALTER TABLE device ADD COLUMN push_endpoint bytea;
CREATE INDEX device_push_endpoint ON device (push_endpoint) WHERE push_endpoint IS NOT NULL;

-- Marks itself finished inside its own transaction: a run that is killed has either done all of it or nothing.
UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1
 WHERE migration_name = '20261128190000_push_endpoint' AND finished_at IS NULL;
