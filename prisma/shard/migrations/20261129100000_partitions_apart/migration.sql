-- The partitions of message grow alike. With the same thresholds all sixteen are vacuumed and analysed in the same moment, 20 ms of
-- CPU each, and what is sent meanwhile waits; apart, it is one or two at a time.
DO $$
BEGIN
  FOR i IN 0..15 LOOP
    EXECUTE format('ALTER TABLE message_p%s SET (autovacuum_analyze_threshold = %s, autovacuum_vacuum_insert_threshold = %s)',
                   i, 5000 + i * 1000, 1000 + ((i * 5) % 16) * 1000);
  END LOOP;
END $$;

-- Marks itself finished inside its own transaction: a run that is killed has either done all of it or nothing.
UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1
 WHERE migration_name = '20261129100000_partitions_apart' AND finished_at IS NULL;
