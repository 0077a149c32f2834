-- chat_places: where each of a user's conversations on this shard stands in their chat list: its head, and when something was
-- last said (or, where nothing was, when it was made).
--
-- Called by: the chat list, once per conversation shard and page, with ALL conversations of the user, as `chat_places`: an
--            order needs every place, so it reads nothing but two index entries each. The rows of one page: chat_rows.
-- Locks: none. Statements: 1. Conversations in which the user is no member now have no place.
create or replace function chat_places(p_user bigint, p_conversations bigint[])
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
      from unnest(p_conversations) k(id)
      join member me on me.conversation_id = k.id and me.user_id = p_user
      join conversation_head h on h.conversation_id = k.id;
end $$;
