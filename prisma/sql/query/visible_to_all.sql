-- visible_to_all: from which seq on every member may see what is said: where the one who came in last begins, or later.
-- Called by: what tells all members of a read-mode conversation alike. Locks: none. $1 conversations.
select k.id as conversation_id,
       coalesce((select max(i.visible_from) from member_interval i where i.conversation_id = k.id and i.left_seq is null), 0) as from_seq
  from unnest($1::bigint[]) k(id)
