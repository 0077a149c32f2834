-- read_seq_of: a member's effective watermark: what they reported, or their own last send if that is later.
--
-- Called by: chat_previews. Locks: none. Statements: 1.
-- A send doesn't touch the member row (+16 µs a send), so one's own send is found here, among the newest 500 after the
-- reported watermark; beyond that the count shown is "99+" either way.
create or replace function read_seq_of(p_conversation bigint, p_user bigint, p_reported bigint)
returns bigint
language sql stable
as $$
  select greatest(p_reported, coalesce((
    select t.seq
      from (select m.seq, m.sender_id from message m
             where m.conversation_id = p_conversation and m.seq > p_reported
             order by m.seq desc limit 500) t
     where t.sender_id = p_user
     order by t.seq desc limit 1), 0))
$$;
