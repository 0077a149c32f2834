-- What a person sets for a conversation of theirs beside pinned_at and mute_until. version: the inbox place of the last change.
ALTER TABLE chat_list ADD COLUMN version bigint NOT NULL DEFAULT 0, ADD COLUMN hidden_seq bigint, ADD COLUMN unread_seq bigint;

-- Marks itself finished inside its own transaction: a run that is killed has either done all of it or nothing.
UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1
 WHERE migration_name = '20261125180000_personal' AND finished_at IS NULL;
