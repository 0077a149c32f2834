-- Fan-out modes: by write (an inbox entry for each member) or by read (members read the timeline). docs/adr/0010-read-mode.md

-- 0 write, 1 read: of the messages that come next. Changed under the head's lock, with access_version.
ALTER TABLE conversation_head ADD COLUMN mode smallint NOT NULL DEFAULT 0;

-- Which mode holds from which seq on; none = write. So what an outbox row covers is fanned out by the mode of its seq, whenever.
CREATE TABLE fanout_mode (
  conversation_id bigint NOT NULL,
  from_seq bigint NOT NULL,
  at timestamptz(3) NOT NULL,
  mode smallint NOT NULL,
  PRIMARY KEY (conversation_id, from_seq)
);

-- The owner's devices are told the head of this one when they sync and beat: it is, or was, in read mode. Never unset.
ALTER TABLE chat_list ADD COLUMN by_head boolean NOT NULL DEFAULT false;
CREATE INDEX chat_list_by_head ON chat_list (user_id) WHERE by_head;

-- Up to where those who came in may not see everything: a message above it may be told to all members alike.
CREATE INDEX member_interval_open ON member_interval (conversation_id, visible_from) WHERE left_seq IS NULL;

-- Marks itself finished inside its own transaction: a run that is killed has either done all of it or nothing.
UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1
 WHERE migration_name = '20261125210000_fanout_modes' AND finished_at IS NULL;
