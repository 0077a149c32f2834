-- thread_page: the newest replies of a thread before a seq (null: of all), newest first. Who may see which is asked of messages_by_keys.
-- Called by: a thread that is opened. Locks: none. $1 conversation, $2 seq that it hangs on, $3 before, $4 limit.
select m.seq
  from message m
 where m.conversation_id = $1 and m.thread_seq = $2 and m.seq < coalesce($3::bigint, 9223372036854775807)
 order by m.thread_ord desc
 limit $4
