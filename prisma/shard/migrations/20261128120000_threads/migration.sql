-- Threads: what is said about one message, apart from the flow of its conversation. docs/adr/0012-threads.md

-- Of a reply: the message that its thread hangs on, and its number there. null in all others, and then free of charge.
ALTER TABLE message ADD COLUMN thread_seq bigint;
ALTER TABLE message ADD COLUMN thread_ord bigint;
-- Holds replies alone. By thread_ord and not by seq: the primary key can't give that order, so no plan walks a whole
-- conversation for the newest reply of one thread.
CREATE INDEX message_thread ON message (conversation_id, thread_seq, thread_ord) WHERE thread_seq IS NOT NULL;

-- What is one's own about a thread, placed by conversation, as its count and its rights are. No row: never followed, nothing
-- typed. version counts the changes of following.
CREATE TABLE thread_mark (
  conversation_id bigint NOT NULL,
  seq bigint NOT NULL,
  user_id bigint NOT NULL,
  read_ord bigint NOT NULL DEFAULT 0,
  version bigint NOT NULL DEFAULT 0,
  draft_at timestamptz(3),
  following boolean NOT NULL DEFAULT false,
  draft text,
  PRIMARY KEY (conversation_id, seq, user_id)
);
CREATE INDEX thread_mark_followed ON thread_mark (user_id) WHERE following;

-- Marks itself finished inside its own transaction: a run that is killed has either done all of it or nothing.
UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1
 WHERE migration_name = '20261128120000_threads' AND finished_at IS NULL;
