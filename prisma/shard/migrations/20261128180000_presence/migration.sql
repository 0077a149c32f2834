-- What people set about how others see them, placed by user. Who is there is not stored here. docs/adr/0015-presence.md

CREATE TABLE user_status (
  user_id bigint PRIMARY KEY,
  -- inboxSeq of the last change.
  version bigint NOT NULL,
  status jsonb NOT NULL
);
