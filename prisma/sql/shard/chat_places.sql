-- chat_places: where each of a user's conversations on this shard stands in their chat list: its head, and when something was
-- last said (or, where nothing was, when it was made).
--
-- Called by: the chat list, once per conversation shard and page, as `chat_places`. An order needs every place, so it reads
--            of all conversations, and of each nothing but a member and a head. The rows of one page: chat_rows.
-- Locks: none. Statements: 1. It begins with the user's memberships, one range of an index: given their ids instead, the
-- planner may look for each of them through all memberships of the user (5,000: 330 ms a page).
create or replace function chat_places(p_user bigint)
returns table (of_conversation bigint, head_seq bigint, last_ms double precision)
language plpgsql volatile
-- However many they are and whatever the tables held when it was planned: look-ups by key.
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set jit = off
as $$
begin
  return query
    select h.conversation_id, h.seq,
           round(date_part('epoch', case when h.last_sent_at = '-infinity'
                                         then (select c.created_at from conversation c where c.id = h.conversation_id)
                                         else h.last_sent_at end) * 1000)
      from member me
      join conversation_head h on h.conversation_id = me.conversation_id
     where me.user_id = p_user;
end $$;
