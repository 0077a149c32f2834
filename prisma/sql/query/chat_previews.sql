-- chat_previews: head, last message, unread and the other person's receipt of a user's conversations on this shard.
-- Called by: the chat list, once per conversation shard. Locks: none. $1 user, $2 conversations.
-- Conversations in which the user is no member now have no row.
select c.id as of_conversation, c.kind as conversation_kind, round(date_part('epoch', c.created_at) * 1000) as created_ms,
       h.seq as head_seq, h.rev as head_rev, h.ord as head_ord, r.read_seq, ord_at(c.id, r.read_seq) as read_ord,
       p.user_id as peer_id, p.read_seq as peer_read_seq, p.delivered_seq as peer_delivered_seq, m.*
  from unnest($2::bigint[]) k(id)
  join member me on me.conversation_id = k.id and me.user_id = $1
  join conversation c on c.id = k.id
  join conversation_head h on h.conversation_id = k.id
  cross join lateral (select read_seq_of(k.id, $1, me.read_seq) as read_seq) r
  left join lateral (
    select o.user_id, w.read_seq, greatest(o.delivered_seq, w.read_seq) as delivered_seq
      from member o cross join lateral (select read_seq_of(k.id, o.user_id, o.read_seq) as read_seq) w
     where c.kind = 'direct' and o.conversation_id = k.id and o.user_id <> $1
     limit 1
  ) p on true
  left join lateral (
    select m.conversation_id, m.seq, m.message_id, m.sender_id, m.rev, m.ord, m.client_msg_id, m.kind, m.content_version,
           m.text, m.structure, round(date_part('epoch', m.sent_at) * 1000) as sent_ms
      from message m
     where m.conversation_id = k.id and m.seq >= c.served_from_seq
       and (c.served_from_at is null or m.sent_at >= c.served_from_at)
       and m.seq >= (select min(i.visible_from) from member_interval i where i.conversation_id = k.id and i.user_id = $1)
     order by m.seq desc
     limit 1
  ) m on true
