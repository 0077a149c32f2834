-- thread_followers: the members now who follow a thread; a page of them, in the order of their ids.
-- Called by: the handler of `thread` outbox rows. Locks: none. $1 conversation, $2 seq, $3 after this user, $4 limit.
select y.user_id
  from thread_mark y
  join member m on m.conversation_id = y.conversation_id and m.user_id = y.user_id
 where y.conversation_id = $1 and y.seq = $2 and y.user_id > $3 and y.following
 order by y.user_id
 limit $4
