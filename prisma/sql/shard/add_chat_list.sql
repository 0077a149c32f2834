-- add_chat_list: puts a conversation into the chat lists of some users of this shard, and gives them an inbox. Idempotent.
--
-- Called by: the handler of `conversation` outbox rows and the migrate job, as `add_chat_list`.
-- Locks:     bucket (shared advisory) -> the new rows. Statements: 4. Raises PY001.
create or replace function add_chat_list(
  p_buckets smallint[],
  p_epochs bigint[],
  p_users bigint[],
  p_peers bigint[],
  p_conversation bigint,
  p_kind text,
  p_hidden boolean,
  p_joined_at timestamptz
)
returns void
language plpgsql volatile
as $$
begin
  perform check_buckets(p_buckets, p_epochs);
  insert into inbox_head (user_id, incarnation)
  select u, (select m.incarnation from shard_meta m) from unnest(p_users) u
  on conflict do nothing;
  insert into chat_list (user_id, conversation_id, peer_id, kind, hidden, joined_at)
  select u.id, p_conversation, u.peer, p_kind, p_hidden, p_joined_at from unnest(p_users, p_peers) u(id, peer)
  on conflict do nothing;
end $$;
