-- Messages that are sent later. Placed by user: the sender's. The row is the truth; no job remembers it.

CREATE TABLE scheduled_message (
  user_id bigint NOT NULL,
  scheduled_id bigint NOT NULL,
  conversation_id bigint NOT NULL,
  send_at timestamptz(3) NOT NULL,
  created_at timestamptz(3) NOT NULL,
  changed_at timestamptz(3) NOT NULL,
  -- When a worker takes it up: its time, or the end of the claim of whoever is sending it. null: nobody has to.
  next_at timestamptz(3),
  message_id bigint,
  seq bigint,
  version int NOT NULL DEFAULT 1,
  -- Claims so far; whoever claimed it before writes nothing any more.
  attempts int NOT NULL DEFAULT 0,
  state text COLLATE "C" NOT NULL,
  client_msg_id text COLLATE "C" NOT NULL,
  failure text COLLATE "C",
  -- As it was sent in. null once the message has it, or it was deleted.
  content jsonb,
  PRIMARY KEY (user_id, scheduled_id)
);
CREATE UNIQUE INDEX scheduled_message_key ON scheduled_message (user_id, conversation_id, client_msg_id);
CREATE INDEX scheduled_message_due ON scheduled_message (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX scheduled_message_open ON scheduled_message (user_id, send_at, scheduled_id) WHERE state NOT IN ('sent', 'deleted');
CREATE INDEX scheduled_message_over ON scheduled_message (changed_at) WHERE state IN ('sent', 'deleted');

-- Marks itself finished inside its own transaction: a run that is killed has either done all of it or nothing.
UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1
 WHERE migration_name = '20261125200000_scheduled' AND finished_at IS NULL;
