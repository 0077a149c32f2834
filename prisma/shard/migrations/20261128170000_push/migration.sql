-- Push: who is woken, and why. All of it is placed by user. docs/adr/0013-push.md

-- null: as the conversation is by itself.
ALTER TABLE chat_list ADD COLUMN notify text COLLATE "C" CHECK (notify IN ('all', 'mentions', 'none'));

-- Whether the user has a subscription: fan-out reads it with the head that it locks anyway, so that who has none costs nothing.
ALTER TABLE inbox_head ADD COLUMN pushes boolean NOT NULL DEFAULT false;

CREATE TABLE notification_settings (
  user_id bigint PRIMARY KEY,
  -- inboxSeq of the last change.
  version bigint NOT NULL,
  settings jsonb NOT NULL
);

-- One per device. Its key and secret are made by the browser; what is encrypted for them nobody between can read.
CREATE TABLE push_subscription (
  user_id bigint NOT NULL,
  created_at timestamptz(3) NOT NULL,
  device_id text COLLATE "C" NOT NULL,
  endpoint text COLLATE "C" NOT NULL,
  p256dh text COLLATE "C" NOT NULL,
  auth text COLLATE "C" NOT NULL,
  PRIMARY KEY (user_id, device_id)
);

-- What may have to be pushed of one conversation to one person: pointers, never a text. Fan-out writes it together with the
-- inbox entries, the worker decides and takes out. The row stays a while after: bursts are told by pushed_at.
CREATE TABLE push_window (
  user_id bigint NOT NULL,
  conversation_id bigint NOT NULL,
  -- When somebody has to look at it; null: nothing waits.
  due_at timestamptz(3),
  leased_until timestamptz(3) NOT NULL DEFAULT '-infinity',
  pushed_at timestamptz(3),
  system_pushed_at timestamptz(3),
  -- Claims so far; whoever claimed it before writes nothing any more.
  attempt int NOT NULL DEFAULT 0,
  -- Those that wait beyond the ones named below.
  more int NOT NULL DEFAULT 0,
  -- The messages that wait, and the places of their entries in the inbox, pairwise.
  seqs bigint[] NOT NULL,
  places bigint[] NOT NULL,
  -- What was pushed already of the burst that is going on: the next one says it again, in one.
  pushed_seqs bigint[] NOT NULL DEFAULT '{}',
  PRIMARY KEY (user_id, conversation_id)
) WITH (fillfactor = 70);
CREATE INDEX push_window_due ON push_window (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX push_window_idle ON push_window (pushed_at) WHERE due_at IS NULL;

-- What was decided to go to a device and has not arrived yet. A newer one of the same conversation takes its place.
CREATE TABLE push_delivery (
  user_id bigint NOT NULL,
  conversation_id bigint NOT NULL,
  record_id bigint NOT NULL,
  due_at timestamptz(3) NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  tries int NOT NULL DEFAULT 0,
  -- How many of the messages, at the end, were not pushed before; and how many there are that are not named.
  fresh int NOT NULL,
  more int NOT NULL,
  device_id text COLLATE "C" NOT NULL,
  seqs bigint[] NOT NULL,
  PRIMARY KEY (user_id, device_id, conversation_id)
);
CREATE INDEX push_delivery_due ON push_delivery (due_at);

-- Why somebody was notified, or was not. Kept for 30 days.
CREATE TABLE push_record (
  user_id bigint NOT NULL,
  record_id bigint NOT NULL,
  conversation_id bigint NOT NULL,
  at timestamptz(3) NOT NULL,
  decision text COLLATE "C" NOT NULL,
  reason text COLLATE "C" NOT NULL,
  device_id text COLLATE "C",
  answer text COLLATE "C",
  seqs bigint[] NOT NULL,
  PRIMARY KEY (user_id, record_id)
);
CREATE INDEX push_record_conversation ON push_record (user_id, conversation_id, record_id);
CREATE INDEX push_record_at ON push_record (at);

-- Marks itself finished inside its own transaction: a run that is killed has either done all of it or nothing.
UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1
 WHERE migration_name = '20261128170000_push' AND finished_at IS NULL;
