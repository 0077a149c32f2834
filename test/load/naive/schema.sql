-- The chat of an afternoon. As the shards of Parley have none, messages have no foreign keys: each would cost every send.
create table users (
  id int generated always as identity primary key,
  token text not null unique
);

create table conversations (
  id int generated always as identity primary key
);

create table members (
  conversation_id int not null references conversations,
  user_id int not null references users,
  primary key (user_id, conversation_id)
);

create table messages (
  id bigserial primary key,
  conversation_id int not null,
  sender_id int not null,
  -- Made by the client: a retry is the same message.
  client_offset text not null unique,
  content text not null,
  sent_at timestamptz not null default now()
);

create index messages_by_conversation on messages (conversation_id, id);
