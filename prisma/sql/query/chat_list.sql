-- chat_list: a user's conversations with what says where they stand. Called by: the chat list. Locks: none.
-- $1 user, $2 also the hidden ones (only the doctor asks for these). Times in milliseconds: thousands of dates cost the client more.
select conversation_id, round(date_part('epoch', pinned_at) * 1000) as pinned_ms, hidden_seq
  from chat_list
 where user_id = $1 and ($2 or not hidden)
