-- member_ids_after: a page of the members of a conversation, by id. Called by: the outbox handler. Locks: none.
-- $1 conversation, $2 after this one, $3 at most so many.
select user_id from member where conversation_id = $1 and user_id > $2 order by user_id limit $3
