-- The global database: who there is, who may sign in, where everything lives. Small, read often, cached by its readers.

-- One row, made by set-up. incarnation changes when this database is restored from a backup.
CREATE TABLE org (
  id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  name text NOT NULL,
  incarnation bigint NOT NULL DEFAULT (extract(epoch FROM clock_timestamp()) * 1000)::bigint,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);

CREATE TABLE department (
  id bigint PRIMARY KEY,
  parent_id bigint REFERENCES department (id),
  name text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);

-- Every ancestor of every department, itself at depth 0: "nearest department wins" is one ordered look-up.
CREATE TABLE department_closure (
  ancestor_id bigint NOT NULL REFERENCES department (id),
  descendant_id bigint NOT NULL REFERENCES department (id),
  depth int NOT NULL CHECK (depth >= 0),
  PRIMARY KEY (ancestor_id, descendant_id)
);
CREATE INDEX department_closure_descendant ON department_closure (descendant_id, depth);

-- dense_number counts users without big holes: bitmaps (presence) are indexed by it, snowflakes don't fit an offset.
CREATE TABLE app_user (
  id bigint PRIMARY KEY,
  department_id bigint REFERENCES department (id),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  disabled_at timestamptz(3),
  dense_number int GENERATED ALWAYS AS IDENTITY UNIQUE,
  login text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL DEFAULT 'person' CHECK (kind IN ('person', 'system', 'bot')),
  role text NOT NULL DEFAULT 'member' CHECK (role IN ('member', 'admin', 'owner')),
  status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'disabled')),
  locale text
);
CREATE UNIQUE INDEX app_user_login ON app_user (lower(login));
CREATE INDEX app_user_department ON app_user (department_id);

CREATE TABLE credential (
  user_id bigint PRIMARY KEY REFERENCES app_user (id),
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  password_hash text NOT NULL
);

CREATE TABLE device (
  id text COLLATE "C" PRIMARY KEY,
  user_id bigint NOT NULL REFERENCES app_user (id),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  last_seen_at timestamptz(3),
  revoked_at timestamptz(3),
  name text NOT NULL,
  platform text NOT NULL
);
CREATE INDEX device_user ON device (user_id);

-- Only hashes. A used token stays until it expires: using it again is how theft shows.
CREATE TABLE refresh_token (
  hash text COLLATE "C" PRIMARY KEY,
  device_id text COLLATE "C" NOT NULL REFERENCES device (id),
  user_id bigint NOT NULL REFERENCES app_user (id),
  family bigint NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  used_at timestamptz(3),
  expires_at timestamptz(3) NOT NULL
);
CREATE INDEX refresh_token_device ON refresh_token (device_id);
CREATE INDEX refresh_token_expires ON refresh_token (expires_at);

CREATE TABLE setup_token (
  hash text COLLATE "C" PRIMARY KEY,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  used_at timestamptz(3),
  expires_at timestamptz(3) NOT NULL
);

CREATE TABLE signing_key (
  kid text COLLATE "C" PRIMARY KEY,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  retired_at timestamptz(3),
  algorithm text NOT NULL,
  private_key text NOT NULL,
  public_key text NOT NULL
);

-- The one conversation of two people: the row reserves its id, an outbox row makes it.
CREATE TABLE direct_pair (
  low_user bigint NOT NULL REFERENCES app_user (id),
  high_user bigint NOT NULL REFERENCES app_user (id),
  conversation_id bigint NOT NULL UNIQUE,
  created_by bigint NOT NULL REFERENCES app_user (id),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  state text NOT NULL DEFAULT 'reserved' CHECK (state IN ('reserved', 'ready')),
  PRIMARY KEY (low_user, high_user),
  CHECK (low_user <= high_user)
);
CREATE INDEX direct_pair_high ON direct_pair (high_user);

CREATE TABLE shard (
  id int PRIMARY KEY CHECK (id >= 0),
  name text NOT NULL UNIQUE,
  created_at timestamptz(3) NOT NULL DEFAULT now()
);

-- Epochs are drawn from one count, so the highest is the version of the whole map.
CREATE TABLE bucket_map (
  bucket smallint PRIMARY KEY CHECK (bucket BETWEEN 0 AND 511),
  shard_id int NOT NULL REFERENCES shard (id),
  epoch bigint NOT NULL
);

-- Worker ids of snowflakes. high_water_ms is the highest time that an id of this worker may carry: the next holder
-- starts above it, whatever its clock says.
CREATE TABLE worker_lease (
  worker_id smallint PRIMARY KEY CHECK (worker_id BETWEEN 0 AND 1023),
  fence bigint NOT NULL DEFAULT 0,
  high_water_ms bigint NOT NULL DEFAULT 0,
  leased_until timestamptz(3) NOT NULL DEFAULT '-infinity',
  holder text
) WITH (fillfactor = 50);
INSERT INTO worker_lease (worker_id) SELECT generate_series(0, 1023);

-- What gateways pull: versions commit in order (prisma/sql/directory/append_revocation.sql). device_id null = the user.
CREATE TABLE revocation (
  version bigint PRIMARY KEY,
  user_id bigint NOT NULL,
  at timestamptz(3) NOT NULL DEFAULT now(),
  device_id text COLLATE "C"
);

-- Same shape and code as on a shard.
CREATE TABLE outbox (
  id bigint PRIMARY KEY,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  next_at timestamptz(3) NOT NULL DEFAULT now(),
  attempts int NOT NULL DEFAULT 0,
  kind text NOT NULL,
  payload jsonb NOT NULL
);
CREATE INDEX outbox_next ON outbox (next_at);

CREATE TABLE setting (
  key text COLLATE "C" PRIMARY KEY,
  version bigint NOT NULL DEFAULT 1,
  updated_by bigint,
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  value jsonb NOT NULL
);

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

CREATE TABLE sql_installed (
  name text PRIMARY KEY,
  hash text NOT NULL,
  installed_at timestamptz(3) NOT NULL DEFAULT now()
);

-- Marks itself finished inside its own transaction: a run that is killed has either done all of it or nothing.
UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1
 WHERE migration_name = '20261123000000_init' AND finished_at IS NULL;
