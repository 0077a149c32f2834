-- members_among: who of these people is in a conversation now, and the access version as of which that is so. Called by: gateways,
-- before they hand out what was said in read mode. Locks: none. $1 conversation, $2 people.
select h.access_version, m.user_id
  from conversation_head h
  left join member m on m.conversation_id = h.conversation_id and m.user_id = any ($2::bigint[])
 where h.conversation_id = $1
