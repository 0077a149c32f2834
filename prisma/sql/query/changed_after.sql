-- changes_after: a conversation's durable changes (all but sends) after a rev. Called by: batch sync. Locks: none.
-- $1 user (a member now), $2 conversation, $3 after this rev, $4 limit.
select c.rev, c.kind, c.seq, c.actor_id, c.at, c.payload
  from change c
 where c.conversation_id = $2 and c.rev > $3
   and exists (select 1 from member m where m.conversation_id = $2 and m.user_id = $1)
 order by c.rev
 limit $4
