-- What still holds for somebody who is not in a conversation any more, should they come back: a mute, their last turn in slow
-- mode, and that they were taken out. Only for whom one of these is so, and only while they are away.
CREATE TABLE former_member (
  conversation_id bigint NOT NULL,
  user_id bigint NOT NULL,
  mute_until timestamptz(3),
  slow_at timestamptz(3),
  slow_key text COLLATE "C",
  removed boolean NOT NULL,
  PRIMARY KEY (conversation_id, user_id)
);

-- Marks itself finished inside its own transaction: a run that is killed has either done all of it or nothing.
UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1
 WHERE migration_name = '20261128100000_former_member' AND finished_at IS NULL;
