-- add_readers: these people came in; in a large group they are counted among those who have read up to somewhere. The one that
-- makes it large brings all of its members in.
--
-- Called by: every act that brings members in, after their rows. The conversation's head is locked (or the conversation is new).
-- Locks:     member rows by user (once, when it becomes large) -> rows of reader_level. Statements: 6 at most.
-- 200: up to there the members themselves are read as quickly. A group that shrinks stays counted until it is empty.
create or replace function add_readers(p_conversation bigint, p_users bigint[])
returns void
language plpgsql volatile
as $$
declare
  users bigint[] := p_users;
  convs bigint[]; seqs bigint[]; joins int[]; reads int[];
begin
  if not exists (select from reader where conversation_id = p_conversation) then
    if (select count(*) from (select from member where conversation_id = p_conversation limit 201) m) <= 200 then
      return;
    end if;
    -- Who reads meanwhile waits, and then finds themselves among the readers.
    perform 1 from member where conversation_id = p_conversation order by user_id for update;
    select array_agg(user_id) into users from member where conversation_id = p_conversation;
  end if;
  with added as (
    insert into reader (conversation_id, read_seq, user_id, join_seq)
    select p_conversation, m.read_seq, m.user_id, i.join_seq
      from unnest(users) u
      join member m on m.conversation_id = p_conversation and m.user_id = u
      join member_interval i on i.conversation_id = p_conversation and i.user_id = u and i.left_seq is null
    returning join_seq, read_seq
  )
  select array_agg(p_conversation), array_agg(x.seq), array_agg(x.joined), array_agg(x.reading)
    into convs, seqs, joins, reads
    from added
   cross join lateral (values (join_seq, 1, 0), (read_seq, 0, 1)) x(seq, joined, reading);
  if convs is not null then
    perform shift_reader_levels(convs, seqs, joins, reads);
  end if;
end $$;
