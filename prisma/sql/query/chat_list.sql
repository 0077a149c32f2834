-- chat_list: a user's conversations with what says where they stand. Called by: the chat list. Locks: none.
-- $1 user, $2 also the hidden ones (only the doctor asks for these).
select conversation_id, peer_id, kind, hidden, joined_at, pinned_at, mute_until, hidden_seq
  from chat_list
 where user_id = $1 and ($2 or not hidden)
