-- The message that said the announcement: who has read it is asked by its seq.
ALTER TABLE conversation ADD COLUMN announced_seq bigint;

UPDATE conversation c
   SET announced_seq = (
     SELECT max(m.seq) FROM message m
      WHERE m.conversation_id = c.id AND m.structure->>'event' = 'announcement')
 WHERE c.announcement IS NOT NULL;

-- Marks itself finished inside its own transaction: a run that is killed has either done all of it or nothing.
UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1
 WHERE migration_name = '20261128190000_announced_seq' AND finished_at IS NULL;
