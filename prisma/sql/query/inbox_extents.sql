-- inbox_extents: how much inboxes hold, how much of that is old, and how far their hindmost device is that was there lately. A page
-- of a shard, by user id. Called by: the worker that trims inboxes. Locks: none. $1 after this user, $2 so many, $3 older than this
-- is old, and who has told nothing since was not there.
select h.user_id, h.incarnation, h.inbox_seq, h.floor_seq, coalesce(a.inbox_seq, 0) as aged_seq, d.hindmost_seq, m.at as marked_at, m.inbox_seq as marked_seq
  from (select * from inbox_head where user_id > $1 order by user_id limit $2) h
  left join lateral (
    select k.inbox_seq from inbox_mark k where k.user_id = h.user_id and k.at < $3 order by k.inbox_seq desc limit 1) a on true
  left join lateral (
    select k.inbox_seq, k.at from inbox_mark k where k.user_id = h.user_id order by k.inbox_seq desc limit 1) m on true
  left join lateral (
    select min(c.inbox_seq) as hindmost_seq from device_cursor c
     where c.user_id = h.user_id and c.incarnation = h.incarnation and c.acked_at >= $3) d on true
 order by h.user_id
