-- advance_reads: "I have read up to seq", for many members at once. Watermarks only move forward.
--
-- Called by: the read lane of the receipt feature, as `advance_reads`. (conversation, user) pairs are distinct.
-- Locks:     bucket (shared advisory) -> member rows by (conversation, user). No conversation head, no inbox.
-- Statements: 3, and per row that moves 3. Raises PY001.
-- The time log is coalesced: a row per member and minute. One outbox row tells the readers' own devices.
-- Returns a row per member found (others are not members): its index, watermark, ord and rev, and whether it moved.
create or replace function advance_reads(
  p_now timestamptz,
  p_outbox_id bigint,
  p_buckets smallint[],
  p_epochs bigint[],
  p_conversation bigint[],
  p_user bigint[],
  p_seq bigint[]
)
returns table (idx int, read_seq bigint, read_ord bigint, rev bigint, moved boolean)
language plpgsql volatile
set lock_timeout = '2s'
set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  r record;
  told jsonb := '[]';
begin
  perform check_buckets(p_buckets, p_epochs);
  for r in
    select u.i, m.conversation_id, m.user_id, m.read_seq, h.rev, greatest(m.read_seq, least(u.s, h.seq)) as target
      from unnest(p_conversation, p_user, p_seq) with ordinality u(c, u, s, i)
      join member m on m.conversation_id = u.c and m.user_id = u.u
      join conversation_head h on h.conversation_id = u.c
     order by m.conversation_id, m.user_id
       for update of m
  loop
    idx := r.i;
    read_seq := r.target;
    read_ord := ord_at(r.conversation_id, r.target);
    rev := r.rev;
    moved := r.target > r.read_seq;
    if moved then
      update member m set read_seq = r.target, read_at = p_now where m.conversation_id = r.conversation_id and m.user_id = r.user_id;
      insert into read_log (conversation_id, user_id, seq, at)
      select r.conversation_id, r.user_id, r.target, p_now
       where not exists (
         select 1 from (select l.at from read_log l where l.conversation_id = r.conversation_id and l.user_id = r.user_id
                         order by l.seq desc limit 1) last
          where last.at > p_now - interval '1 minute')
      on conflict do nothing;
      told := told || jsonb_build_array(jsonb_build_object('conversationId', r.conversation_id::text, 'userId', r.user_id::text,
                                                           'readSeq', read_seq, 'readOrd', read_ord, 'rev', rev));
    end if;
    return next;
  end loop;
  if told <> '[]' then
    insert into outbox (id, kind, payload, created_at, next_at) values (p_outbox_id, 'read', told, now(), now() + interval '3 seconds');
  end if;
end $$;
