-- How people are found: every place where a word of a name or login begins (apps/server/src/org/search-terms.ts). A query
-- is a prefix of a term; bytewise order makes that a range of the primary key.
CREATE TABLE user_term (
  term text COLLATE "C" NOT NULL,
  user_id bigint NOT NULL REFERENCES app_user (id),
  PRIMARY KEY (term, user_id)
);
CREATE INDEX user_term_user ON user_term (user_id);

-- Everybody, by name: what the search shows before anything is typed.
CREATE INDEX app_user_name ON app_user (lower(name), id) WHERE status = 'active' AND kind = 'person';

-- Marks itself finished inside its own transaction: a run that is killed has either done all of it or nothing.
UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1
 WHERE migration_name = '20261123010000_user_term' AND finished_at IS NULL;
