-- Ways into a group: links, looked up by the hash of their secret, and public channels, looked up by name.

CREATE TABLE join_link (
  conversation_id bigint NOT NULL,
  created_by bigint NOT NULL,
  created_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  revoked_at timestamptz(3),
  max_uses int,
  uses int NOT NULL DEFAULT 0,
  hash text COLLATE "C" NOT NULL PRIMARY KEY,
  CHECK (max_uses IS NULL OR uses <= max_uses)
);
-- At most one leads into a group.
CREATE UNIQUE INDEX join_link_live ON join_link (conversation_id) WHERE revoked_at IS NULL;

-- Who has used one: the same person again takes no other use.
CREATE TABLE join_link_use (
  user_id bigint NOT NULL,
  at timestamptz(3) NOT NULL,
  hash text COLLATE "C" NOT NULL REFERENCES join_link (hash),
  PRIMARY KEY (hash, user_id)
);

-- What the shards' channels look like, as of a rev of each; a row that is not listed any more keeps late news away.
CREATE TABLE channel (
  conversation_id bigint PRIMARY KEY,
  rev bigint NOT NULL,
  member_count int NOT NULL,
  listed boolean NOT NULL,
  archived boolean NOT NULL,
  name text NOT NULL,
  topic text NOT NULL
);
CREATE INDEX channel_name ON channel (lower(name) COLLATE "C", conversation_id) WHERE listed;

-- Marks itself finished inside its own transaction: a run that is killed has either done all of it or nothing.
UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1
 WHERE migration_name = '20261125170100_ways_in' AND finished_at IS NULL;
