-- The last change that somebody who left may see: what happened to messages after it, they see as it was then. null in rows of
-- before: the rev of the message that was the last then.
ALTER TABLE member_interval ADD COLUMN left_rev bigint;

-- Marks itself finished inside its own transaction: a run that is killed has either done all of it or nothing.
UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1
 WHERE migration_name = '20261125220000_left_rev' AND finished_at IS NULL;
