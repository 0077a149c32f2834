-- How far an inbox was at a time, a row a week while it grows: how old its entries are, without a time in each of them.
CREATE TABLE inbox_mark (
  user_id bigint NOT NULL,
  inbox_seq bigint NOT NULL,
  at timestamptz(3) NOT NULL,
  PRIMARY KEY (user_id, inbox_seq)
);

-- Marks itself finished inside its own transaction: a run that is killed has either done all of it or nothing.
UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1
 WHERE migration_name = '20261128170000_inbox_marks' AND finished_at IS NULL;
