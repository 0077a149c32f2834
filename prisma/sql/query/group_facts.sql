-- group_facts: what groups and channels look like and allow, and what concerns this member of them. Called by: the chat list,
-- once per conversation shard, for the rows of a page that are no direct conversations, and for one row as many people see it.
-- Locks: none. $1 users and $2 conversations, pairwise.
select k.user_id, c.id, c.topic, c.avatar, c.settings, c.visibility, c.archived_at is not null as archived,
       round(date_part('epoch', m.mute_until) * 1000) as muted_ms,
       case when m.role in ('owner', 'admin')
            then (select count(*) from join_request r where r.conversation_id = c.id)::int else 0 end as join_requests
  from unnest($1::bigint[], $2::bigint[]) k(user_id, id)
  join conversation c on c.id = k.id
  join member m on m.conversation_id = k.id and m.user_id = k.user_id
