-- Groups: what a conversation is called, how many are in it, and the key under which somebody made it.

ALTER TABLE conversation ADD COLUMN member_count int NOT NULL DEFAULT 0, ADD COLUMN name text;

-- When somebody came in, for the list of members; null = before it was kept.
ALTER TABLE member ADD COLUMN joined_at timestamptz(3);

-- Placed by user: whoever makes a group twice with the same key gets the first one.
CREATE TABLE group_key (
  user_id bigint NOT NULL,
  conversation_id bigint NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  key text COLLATE "C" NOT NULL,
  PRIMARY KEY (user_id, key)
);

-- Marks itself finished inside its own transaction: a run that is killed has either done all of it or nothing.
UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1
 WHERE migration_name = '20261125120000_groups' AND finished_at IS NULL;
