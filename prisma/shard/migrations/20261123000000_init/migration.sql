-- One slice of the data. Two placements share it: by conversation and by user (docs/sharding.md).
-- No foreign keys on this database: the hot path can't pay for them, and a bucket moves table by table.
-- Columns are ordered widest first; null columns cost nothing.

-- ---------------------------------------------------------------- the shard itself

-- incarnation changes when the database is restored from a backup; it makes old sync cursors answer `reset`.
CREATE TABLE shard_meta (
  id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  shard_id int NOT NULL,
  name text NOT NULL,
  incarnation bigint NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);

-- What this shard believes about its buckets. A writer compares its epoch under a shared advisory lock of the bucket.
CREATE TABLE shard_bucket (
  bucket smallint PRIMARY KEY,
  epoch bigint NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'fenced', 'gone'))
);

-- ---------------------------------------------------------------- placed by conversation

CREATE TABLE conversation (
  id bigint PRIMARY KEY,
  department_id bigint,
  created_by bigint NOT NULL,
  served_from_seq bigint NOT NULL DEFAULT 1,
  served_from_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  kind text NOT NULL CHECK (kind IN ('direct', 'group', 'channel')),
  hidden boolean NOT NULL DEFAULT false
);

-- The counters, apart from the conversation, so that a send rewrites 72 bytes; room on the page keeps updates HOT.
CREATE TABLE conversation_head (
  conversation_id bigint PRIMARY KEY,
  seq bigint NOT NULL DEFAULT 0,
  rev bigint NOT NULL DEFAULT 0,
  ord bigint NOT NULL DEFAULT 0,
  access_version bigint NOT NULL DEFAULT 1,
  last_sent_at timestamptz(3) NOT NULL DEFAULT '-infinity'
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.1);

CREATE TABLE member (
  conversation_id bigint NOT NULL,
  user_id bigint NOT NULL,
  read_seq bigint NOT NULL DEFAULT 0,
  delivered_seq bigint NOT NULL DEFAULT 0,
  read_at timestamptz(3),
  mute_until timestamptz(3),
  role text NOT NULL DEFAULT 'member',
  nickname text,
  PRIMARY KEY (conversation_id, user_id)
) WITH (fillfactor = 70);
CREATE INDEX member_user ON member (user_id);

-- When somebody was in: messages join_seq..left_seq are fanned out to them, visible_from..left_seq may be read.
CREATE TABLE member_interval (
  conversation_id bigint NOT NULL,
  user_id bigint NOT NULL,
  join_seq bigint NOT NULL,
  left_seq bigint,
  visible_from bigint NOT NULL,
  PRIMARY KEY (conversation_id, user_id, join_seq),
  CHECK (visible_from <= join_seq)
);

-- By conversation, not by time: uniqueness needs the partition key, and retention is per conversation.
-- rev is the rev of the send and never changes: a retry is answered with it.
CREATE TABLE message (
  conversation_id bigint NOT NULL,
  seq bigint NOT NULL,
  message_id bigint NOT NULL,
  sender_id bigint NOT NULL,
  rev bigint NOT NULL,
  ord bigint NOT NULL,
  sent_at timestamptz(3) NOT NULL,
  author_department_id bigint,
  content_version int NOT NULL DEFAULT 1,
  kind smallint NOT NULL,
  client_msg_id text COLLATE "C" NOT NULL,
  text text,
  structure jsonb,
  PRIMARY KEY (conversation_id, seq),
  UNIQUE (conversation_id, sender_id, client_msg_id)
) PARTITION BY HASH (conversation_id);

DO $$
BEGIN
  FOR i IN 0..15 LOOP
    EXECUTE format('CREATE TABLE message_p%s PARTITION OF message FOR VALUES WITH (MODULUS 16, REMAINDER %s)', i, i);
  END LOOP;
END $$;

-- Earlier and current texts of an edited message; version 1 is what was sent. No row = never edited.
CREATE TABLE message_version (
  conversation_id bigint NOT NULL,
  seq bigint NOT NULL,
  version int NOT NULL,
  edited_by bigint NOT NULL,
  edited_at timestamptz(3) NOT NULL,
  text text,
  structure jsonb,
  PRIMARY KEY (conversation_id, seq, version)
);

-- Every durable change but the sends: messages carry their own rev.
CREATE TABLE change (
  conversation_id bigint NOT NULL,
  rev bigint NOT NULL,
  seq bigint,
  actor_id bigint NOT NULL,
  at timestamptz(3) NOT NULL,
  kind smallint NOT NULL,
  payload jsonb,
  PRIMARY KEY (conversation_id, rev)
);

-- What is left of a purged message: enough to answer a late retry, no content.
CREATE TABLE purged_key (
  conversation_id bigint NOT NULL,
  sender_id bigint NOT NULL,
  message_id bigint NOT NULL,
  seq bigint NOT NULL,
  rev bigint NOT NULL,
  ord bigint NOT NULL,
  sent_at timestamptz(3) NOT NULL,
  client_msg_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (conversation_id, sender_id, client_msg_id)
);

-- Both ends included; to_ord is the ord of the last purged message, so that unread counts survive a purge.
CREATE TABLE purged_range (
  conversation_id bigint NOT NULL,
  from_seq bigint NOT NULL,
  to_seq bigint NOT NULL,
  to_ord bigint NOT NULL,
  purged_at timestamptz(3) NOT NULL,
  PRIMARY KEY (conversation_id, from_seq),
  CHECK (from_seq <= to_seq)
);

-- Coalesced times of reading: at most a row per member and minute.
CREATE TABLE read_log (
  conversation_id bigint NOT NULL,
  user_id bigint NOT NULL,
  seq bigint NOT NULL,
  at timestamptz(3) NOT NULL,
  PRIMARY KEY (conversation_id, user_id, seq)
);

-- One ciphertext per message (message.structure), one wrapped key per device.
CREATE TABLE sealed_key (
  conversation_id bigint NOT NULL,
  message_id bigint NOT NULL,
  device_id text COLLATE "C" NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (conversation_id, message_id, device_id)
);

-- Effects committed with the data. Ids are snowflakes, not a sequence: after a restore a sequence would repeat ids whose
-- fan-out markers exist on other shards, and their effects would be skipped.
CREATE TABLE outbox (
  id bigint PRIMARY KEY,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  next_at timestamptz(3) NOT NULL DEFAULT now(),
  attempts int NOT NULL DEFAULT 0,
  kind text NOT NULL,
  payload jsonb NOT NULL
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
CREATE INDEX outbox_next ON outbox (next_at);

-- ---------------------------------------------------------------- placed by user

CREATE TABLE inbox_head (
  user_id bigint PRIMARY KEY,
  incarnation bigint NOT NULL,
  inbox_seq bigint NOT NULL DEFAULT 0,
  floor_seq bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.1);

-- Thin: a pointer, never a copy of a text. seq only where the entry points at a message.
CREATE TABLE inbox_entry (
  user_id bigint NOT NULL,
  inbox_seq bigint NOT NULL,
  conversation_id bigint NOT NULL,
  rev bigint NOT NULL,
  seq bigint,
  kind smallint NOT NULL,
  v smallint NOT NULL DEFAULT 1,
  payload jsonb,
  PRIMARY KEY (user_id, inbox_seq)
);

-- Written with the entries of one part of one outbox row: a repeat finds it and writes nothing.
CREATE TABLE fanout_marker (
  outbox_id bigint NOT NULL,
  source_shard int NOT NULL,
  part int NOT NULL DEFAULT 0,
  done_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (outbox_id, source_shard, part)
) WITH (autovacuum_vacuum_scale_factor = 0.1);
CREATE INDEX fanout_marker_done ON fanout_marker USING brin (done_at) WITH (pages_per_range = 8, autosummarize = on);

-- What is personal about a conversation. Head, preview and time come from the conversation's shard.
CREATE TABLE chat_list (
  user_id bigint NOT NULL,
  conversation_id bigint NOT NULL,
  peer_id bigint,
  joined_at timestamptz(3) NOT NULL,
  pinned_at timestamptz(3),
  mute_until timestamptz(3),
  kind text NOT NULL,
  hidden boolean NOT NULL DEFAULT false,
  PRIMARY KEY (user_id, conversation_id)
);

CREATE TABLE draft (
  user_id bigint NOT NULL,
  conversation_id bigint NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  text text,
  structure jsonb,
  PRIMARY KEY (user_id, conversation_id)
);

CREATE TABLE device_cursor (
  user_id bigint NOT NULL,
  inbox_seq bigint NOT NULL,
  incarnation bigint NOT NULL,
  acked_at timestamptz(3) NOT NULL,
  device_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (user_id, device_id)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.1);

-- Every statement here is an index look-up, so rough statistics do. With the defaults, analysing tables that grow by
-- thousands of rows a second costs as much as a tenth of writing them. Texts are never looked at.
DO $$
DECLARE
  target record;
BEGIN
  FOR target IN
    SELECT c.relname, a.attname, a.atttypid FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
       AND (c.relname ~ '^message_p' OR c.relname IN ('inbox_entry', 'inbox_head', 'conversation_head', 'member', 'device_cursor'))
  LOOP
    EXECUTE format('ALTER TABLE %I ALTER COLUMN %I SET STATISTICS %s', target.relname, target.attname,
                   CASE WHEN target.atttypid IN ('text'::regtype, 'jsonb'::regtype) THEN 0 ELSE 10 END);
  END LOOP;
  FOR target IN
    SELECT c.relname FROM pg_class c
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND (c.relname ~ '^message_p' OR c.relname = 'inbox_entry')
  LOOP
    EXECUTE format('ALTER TABLE %I SET (autovacuum_analyze_scale_factor = 0.3, autovacuum_analyze_threshold = 5000)', target.relname);
  END LOOP;
END $$;

-- ---------------------------------------------------------------- every database has its own chain

CREATE TABLE audit_entry (
  seq bigint PRIMARY KEY,
  at timestamptz(3) NOT NULL,
  actor_id bigint,
  action text NOT NULL,
  target text,
  data jsonb NOT NULL,
  prev_hash bytea NOT NULL,
  hash bytea NOT NULL
);

-- Which text of each file in prisma/sql is installed here.
CREATE TABLE sql_installed (
  name text PRIMARY KEY,
  hash text NOT NULL,
  installed_at timestamptz(3) NOT NULL DEFAULT now()
);

-- Marks itself finished inside its own transaction: a run that is killed has either done all of it or nothing.
UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1
 WHERE migration_name = '20261123000000_init' AND finished_at IS NULL;
