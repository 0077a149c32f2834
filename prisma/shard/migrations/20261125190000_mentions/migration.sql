-- Who is called by which message, placed by conversation: written with the message by append_batch, so that what the chat
-- list says of it is as durable as the message. user_id 0 stands for all. Messages without mentions cost nothing.
CREATE TABLE mention (
  conversation_id bigint NOT NULL,
  user_id bigint NOT NULL,
  seq bigint NOT NULL,
  PRIMARY KEY (conversation_id, user_id, seq)
);

-- Marks itself finished inside its own transaction: a run that is killed has either done all of it or nothing.
UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1
 WHERE migration_name = '20261125190000_mentions' AND finished_at IS NULL;
