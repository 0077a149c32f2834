-- inbox_after: what changed for a user after a cursor. One statement = one snapshot: the head is never behind the entries.
-- Called by: sync. Locks: none. $1 user, $2 after this inboxSeq, $3 limit. A user without an inbox yet gets no row.
select h.incarnation, h.inbox_seq as head_seq, h.floor_seq, e.inbox_seq, e.conversation_id, e.rev, e.seq, e.kind, e.v, e.payload
  from inbox_head h
  left join lateral (
    select * from inbox_entry e where e.user_id = $1 and e.inbox_seq > $2 order by e.inbox_seq limit $3
  ) e on true
 where h.user_id = $1
 order by e.inbox_seq
