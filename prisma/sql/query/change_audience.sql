-- change_audience: the members now who may see a message, whenever they came in: those who are told that it was changed.
-- Those who have deleted it for themselves, too: their devices show nothing of it, and have no hole in the revs.
-- Called by: the handler of `change` outbox rows, a page at a time. Locks: none. $1 conversation, $2 seq, $3 after this user,
-- $4 limit.
select m.user_id
  from member m
 where m.conversation_id = $1 and m.user_id > $3
   and exists (
     select 1 from member_interval i
      where i.conversation_id = $1 and i.user_id = m.user_id and i.visible_from <= $2 and coalesce(i.left_seq, $2) >= $2)
 order by m.user_id
 limit $4
