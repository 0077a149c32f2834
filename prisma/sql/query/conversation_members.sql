-- conversation_members: conversations with access version, rules and members, in one snapshot: whoever sends by this list names
-- the version, and append_messages refuses it if it has changed since. One that was dissolved has no members. Called by:
-- conversation access. Locks: none.
-- $1 conversations, $2 people. In write mode all members, at most 500; in read mode, where nobody needs them all, those of $2.
select c.id, c.kind, c.hidden, c.department_id, c.created_at, c.member_count, h.access_version, h.seq, h.rev, h.mode,
       c.settings, c.archived_at is not null as archived,
       m.user_id, m.role, m.mute_until
  from unnest($1::bigint[]) k(id)
  join conversation c on c.id = k.id
  join conversation_head h on h.conversation_id = k.id
  left join lateral (
    select m.user_id, m.role, m.mute_until from member m where h.mode = 0 and m.conversation_id = k.id
    union all
    select m.user_id, m.role, m.mute_until from member m
     where h.mode <> 0 and m.conversation_id = k.id and m.user_id = any ($2::bigint[])
  ) m on c.dissolved_at is null
 order by c.id, m.user_id
