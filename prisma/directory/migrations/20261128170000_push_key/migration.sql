-- The key that push services know this install by (VAPID). Made once: with another one every subscription is void.
CREATE TABLE push_key (
  id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  private_key text NOT NULL,
  public_key text NOT NULL
);

-- Marks itself finished inside its own transaction: a run that is killed has either done all of it or nothing.
UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1
 WHERE migration_name = '20261128170000_push_key' AND finished_at IS NULL;
