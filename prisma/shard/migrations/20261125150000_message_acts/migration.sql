-- What happens to a message after it was sent.

-- What stands beside the content: edited, recalled, reactions, pin, and the rev of the last of these. null for nearly all
-- messages, so that it costs a send nothing. message.rev stays that of the send.
ALTER TABLE message ADD COLUMN marks jsonb;

-- The rev of the change that replaced this version: who left before it goes on seeing what stood here then.
ALTER TABLE message_version ADD COLUMN rev bigint NOT NULL DEFAULT 0;

-- The truth behind the counts in marks: a reaction said twice is one.
CREATE TABLE reaction (
  conversation_id bigint NOT NULL,
  seq bigint NOT NULL,
  user_id bigint NOT NULL,
  at timestamptz(3) NOT NULL,
  emoji text COLLATE "C" NOT NULL,
  PRIMARY KEY (conversation_id, seq, user_id, emoji)
);

CREATE TABLE pin (
  conversation_id bigint NOT NULL,
  seq bigint NOT NULL,
  pinned_by bigint NOT NULL,
  pinned_at timestamptz(3) NOT NULL,
  PRIMARY KEY (conversation_id, seq)
);

-- Messages that somebody deleted for themselves.
CREATE TABLE message_hidden (
  conversation_id bigint NOT NULL,
  user_id bigint NOT NULL,
  seq bigint NOT NULL,
  PRIMARY KEY (conversation_id, user_id, seq)
);

-- Placed by user: messages that somebody saved. Pointers: what may not be seen any more is not shown.
CREATE TABLE saved_message (
  user_id bigint NOT NULL,
  conversation_id bigint NOT NULL,
  seq bigint NOT NULL,
  saved_at timestamptz(3) NOT NULL,
  PRIMARY KEY (user_id, conversation_id, seq)
);
CREATE INDEX saved_message_at ON saved_message (user_id, saved_at);

-- Marks itself finished inside its own transaction: a run that is killed has either done all of it or nothing.
UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1
 WHERE migration_name = '20261125150000_message_acts' AND finished_at IS NULL;
