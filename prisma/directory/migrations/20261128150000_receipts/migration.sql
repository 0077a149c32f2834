-- Who has chosen to tell nobody what they read, and is told of nobody. Few: they are held in memory.
ALTER TABLE app_user ADD COLUMN silent_reader boolean NOT NULL DEFAULT false;
CREATE INDEX app_user_silent ON app_user (id) WHERE silent_reader;

-- Marks itself finished inside its own transaction: a run that is killed has either done all of it or nothing.
UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1
 WHERE migration_name = '20261128150000_receipts' AND finished_at IS NULL;
