-- advance_reads: "I have read up to seq", for many members at once. Watermarks only move forward.
--
-- Called by: the read lane of the receipt feature, as `advance_reads`. (conversation, user) pairs are distinct.
-- Locks:     bucket (shared advisory) -> member rows by (conversation, user) -> rows of reader_level. No conversation head, no inbox.
-- Statements: 8, whatever the size, and 2 more where a large group's readers moved. Raises PY001.
-- The time log is coalesced: a row per member and minute, and where the minute before ended, so that a time is never off by more. One outbox row tells the readers' own devices.
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
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
#variable_conflict use_column
declare
  idxs int[]; convs bigint[]; users bigint[]; befores bigint[]; targets bigint[]; revs bigint[]; ords bigint[];
  ats timestamptz[]; level_convs bigint[]; level_seqs bigint[]; level_counts int[];
begin
  perform check_buckets(p_buckets, p_epochs);
  select array_agg(l.i), array_agg(l.conversation_id), array_agg(l.user_id), array_agg(l.read_seq), array_agg(l.target), array_agg(l.rev), array_agg(l.read_at)
    into idxs, convs, users, befores, targets, revs, ats
    from (
      select u.i, m.conversation_id, m.user_id, m.read_seq, greatest(m.read_seq, least(u.s, h.seq)) as target, h.rev, m.read_at
        from unnest(p_conversation, p_user, p_seq) with ordinality u(c, u, s, i)
        join member m on m.conversation_id = u.c and m.user_id = u.u
        join conversation_head h on h.conversation_id = u.c
       order by m.conversation_id, m.user_id
         for update of m
    ) l;
  if idxs is null then
    return;
  end if;
  -- A seq is there or purged, and a purge leaves the ord of its last message: what can't be read any more isn't unread.
  select array_agg(coalesce((select m.ord from message m where m.conversation_id = t.c and m.seq = t.s),
                            (select r.to_ord from purged_range r where r.conversation_id = t.c and t.s between r.from_seq and r.to_seq),
                            0) order by t.i)
    into ords
    from unnest(convs, targets) with ordinality t(c, s, i);
  update member m set read_seq = t.s, read_at = p_now
    from unnest(convs, users, befores, targets) t(c, u, b, s)
   where m.conversation_id = t.c and m.user_id = t.u and t.s > t.b;
  insert into read_log (conversation_id, user_id, seq, at)
  select t.c, t.u, x.s, x.at
    from unnest(convs, users, befores, targets, ats) t(c, u, b, s, a)
    left join lateral (
      select l.seq, l.at from read_log l where l.conversation_id = t.c and l.user_id = t.u order by l.seq desc limit 1) l on true
   cross join lateral (values (t.b, t.a), (t.s, p_now)) x(s, at)
   where t.s > t.b and coalesce(l.at, '-infinity') <= p_now - interval '1 minute'
     and x.at is not null and x.s > coalesce(l.seq, 0)
  on conflict do nothing;
  insert into outbox (id, kind, payload, created_at, next_at)
  select p_outbox_id, 'read',
         jsonb_agg(jsonb_build_object('conversationId', t.c::text, 'userId', t.u::text, 'readSeq', t.s, 'readOrd', t.o, 'rev', t.r)),
         now(), now() + interval '3 seconds'
    from unnest(convs, users, befores, targets, ords, revs) t(c, u, b, s, o, r)
   where t.s > t.b
  having count(*) > 0;
  -- Last: who waits for a level holds nothing that others wait for longer.
  with moved as (
    update reader r set read_seq = t.s
      from unnest(convs, users, befores, targets) t(c, u, b, s)
     where r.conversation_id = t.c and r.read_seq = t.b and r.user_id = t.u and t.s > t.b
    returning t.c, t.b, t.s
  )
  select array_agg(x.c), array_agg(x.s), array_agg(x.n) into level_convs, level_seqs, level_counts
    from moved m cross join lateral (values (m.c, m.b, -1), (m.c, m.s, 1)) x(c, s, n);
  if level_convs is not null then
    perform shift_reader_levels(level_convs, level_seqs, array_fill(0, array[cardinality(level_convs)]), level_counts);
  end if;
  return query
    select t.i, t.s, t.o, t.r, t.s > t.b from unnest(idxs, targets, ords, revs, befores) t(i, s, o, r, b);
end $$;
