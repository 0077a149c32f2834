-- What groups look like and allow, channels, slow mode, and those who wait to be let in.

ALTER TABLE conversation
  ADD COLUMN announced_by bigint,
  ADD COLUMN announced_at timestamptz(3),
  ADD COLUMN archived_at timestamptz(3),
  -- Decided: nobody is in it any more, whatever member rows are still there.
  ADD COLUMN dissolved_at timestamptz(3),
  ADD COLUMN visibility text NOT NULL DEFAULT 'private',
  ADD COLUMN topic text,
  ADD COLUMN announcement text,
  ADD COLUMN avatar jsonb,
  -- Only what was ever set; core has the defaults.
  ADD COLUMN settings jsonb;

-- Slow mode: when somebody last took their turn, and with which message, so that its retry needs no other turn.
ALTER TABLE member ADD COLUMN slow_at timestamptz(3), ADD COLUMN slow_key text COLLATE "C";

CREATE TABLE join_request (
  conversation_id bigint NOT NULL,
  user_id bigint NOT NULL,
  created_at timestamptz(3) NOT NULL,
  PRIMARY KEY (conversation_id, user_id)
);

-- Marks itself finished inside its own transaction: a run that is killed has either done all of it or nothing.
UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1
 WHERE migration_name = '20261125170000_group_acts' AND finished_at IS NULL;
