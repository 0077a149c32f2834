-- may_see: which of these people are members who may see a message, and have not deleted it for themselves.
-- Called by: what tells people of it whom it names. Locks: none. $1 conversation, $2 seq, $3 people.
select m.user_id
  from member m
 where m.conversation_id = $1 and m.user_id = any ($3::bigint[])
   and not exists (select 1 from message_hidden x where x.conversation_id = $1 and x.user_id = m.user_id and x.seq = $2)
   and exists (
     select 1 from member_interval i
      where i.conversation_id = $1 and i.user_id = m.user_id and i.visible_from <= $2 and coalesce(i.left_seq, $2) >= $2)
