-- How people like their client, placed by user: only what they have chosen, so that a default may still change.

CREATE TABLE user_preferences (
  user_id bigint PRIMARY KEY,
  -- inboxSeq of the last change.
  version bigint NOT NULL,
  preferences jsonb NOT NULL
);
