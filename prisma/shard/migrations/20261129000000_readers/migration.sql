-- The members of large groups by how far they have read, and how many are where: a page of readers, and their number, without
-- looking at all of the members. Who is in a small group is read from its members.
CREATE TABLE reader (
  conversation_id bigint NOT NULL,
  read_seq bigint NOT NULL,
  user_id bigint NOT NULL,
  join_seq bigint NOT NULL,
  PRIMARY KEY (conversation_id, read_seq, user_id)
);

-- Of the seqs block * 64^height and the following 64^height - 1: how many came in there, and how many have read up to there.
CREATE TABLE reader_level (
  conversation_id bigint NOT NULL,
  block bigint NOT NULL,
  joined int NOT NULL,
  reading int NOT NULL,
  height smallint NOT NULL,
  PRIMARY KEY (conversation_id, height, block)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.1);

INSERT INTO reader (conversation_id, read_seq, user_id, join_seq)
SELECT m.conversation_id, m.read_seq, m.user_id, i.join_seq
  FROM conversation c
  JOIN member m ON m.conversation_id = c.id
  JOIN member_interval i ON i.conversation_id = c.id AND i.user_id = m.user_id AND i.left_seq IS NULL
 WHERE c.member_count > 200;

INSERT INTO reader_level (conversation_id, height, block, joined, reading)
SELECT r.conversation_id, h, x.seq >> (6 * h), sum(x.joined), sum(x.reading)
  FROM reader r
 CROSS JOIN generate_series(0, 3) h
 CROSS JOIN LATERAL (VALUES (r.join_seq, 1, 0), (r.read_seq, 0, 1)) x(seq, joined, reading)
 GROUP BY 1, 2, 3;

-- Marks itself finished inside its own transaction: a run that is killed has either done all of it or nothing.
UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1
 WHERE migration_name = '20261129000000_readers' AND finished_at IS NULL;
