-- chat_personal: what is personal about some of a user's conversations, and what they typed there.
-- Called by: the chat list, for the rows of one page, and for one row as many people see it. Locks: none.
-- $1 users and $2 conversations, pairwise.
-- extract() counts in numeric: by date_part(), a moment as far away as "for good" is a millisecond off.
select l.user_id, l.conversation_id, l.version, round(extract(epoch from l.pinned_at) * 1000)::float8 as pinned_ms,
       round(extract(epoch from l.mute_until) * 1000)::float8 as mute_ms, l.hidden_seq, l.unread_seq, l.notify,
       d.text as draft_text, round(extract(epoch from d.updated_at) * 1000)::float8 as draft_ms
  from unnest($1::bigint[], $2::bigint[]) k(user_id, id)
  join chat_list l on l.user_id = k.user_id and l.conversation_id = k.id
  left join draft d on d.user_id = l.user_id and d.conversation_id = l.conversation_id
