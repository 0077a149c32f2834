-- create_conversation: a conversation with its head, members and first intervals. Idempotent by id.
--
-- Called by: the direct-chat handler of the directory's outbox and the migrate job, as `create_conversation`.
-- Locks:     bucket (shared advisory) -> the new rows. Statements: 8.
-- p_outbox_id: the row that tells the members' user shards (chat list, inbox entry); null = nobody is told.
-- Returns: whether it is new. Raises PY001.
create or replace function create_conversation(
  p_bucket smallint,
  p_epoch bigint,
  p_id bigint,
  p_kind text,
  p_hidden boolean,
  p_department bigint,
  p_created_by bigint,
  p_members bigint[],
  p_now timestamptz,
  p_outbox_id bigint
)
returns boolean
language plpgsql volatile
as $$
begin
  perform check_buckets(array[p_bucket], array[p_epoch]);
  insert into conversation (id, kind, hidden, department_id, created_by, created_at)
  values (p_id, p_kind, p_hidden, p_department, p_created_by, p_now)
  on conflict do nothing;
  if not found then
    return false;
  end if;
  insert into conversation_head (conversation_id) values (p_id);
  insert into member (conversation_id, user_id) select p_id, u from unnest(p_members) u;
  insert into member_interval (conversation_id, user_id, join_seq, visible_from) select p_id, u, 1, 1 from unnest(p_members) u;
  perform add_readers(p_id, p_members);
  if p_outbox_id is not null then
    insert into outbox (id, kind, payload, created_at, next_at)
    values (p_outbox_id, 'conversation', jsonb_build_object('conversationId', p_id::text), now(), now() + interval '3 seconds');
  end if;
  return true;
end $$;
