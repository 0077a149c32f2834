-- inbox_heads: incarnation and head of many inboxes. Called by: heartbeats (batched), snapshots. Locks: none. $1 users.
select h.user_id, h.incarnation, h.inbox_seq, h.floor_seq
  from unnest($1::bigint[]) u(id)
  join inbox_head h on h.user_id = u.id
