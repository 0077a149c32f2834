-- fanout_entries: writes inbox entries of a user shard, once per part of an outbox row. docs/sending-a-message.md
--
-- Called by: the fan-out lane (one per shard and process) and the worker's outbox handler, as `fanout_entries`, in autocommit,
--            with synchronous_commit on: the outbox row is deleted after this commit.
-- Locks:     bucket (shared advisory) -> fanout_marker in order -> inbox_head rows in user order -> push_window rows in order.
--            Never a conversation.
-- Statements: bucket locks, epoch check, markers, head locks, insert, head update = 6, whatever the size; one more if one of the
--            users is pushed to (inbox_head.pushes).
--
-- Arrays: p_buckets/p_epochs and p_users distinct and ascending; p_sources/p_outbox/p_parts are the markers, ascending by
-- (outbox, source, part); p_user and p_marker are 1-based indexes. inboxSeq is allotted in the order given, under the row
-- lock of the user's head, so commit order = inboxSeq order and a cursor never skips.
-- Returns a row per entry: inbox_seq, or 0 (its marker existed: written before) or -1 (its user's bucket is stale here), and
-- the incarnation of its user's inbox.
-- A part with any stale user is not written at all and its marker is not kept: the caller refreshes its map and repeats it.
create or replace function fanout_entries(
  p_buckets smallint[],
  p_epochs bigint[],
  p_users bigint[],
  p_user_bucket int[],
  p_user int[],
  p_sources int[],
  p_outbox bigint[],
  p_parts int[],
  p_marker int[],
  p_conversation bigint[],
  p_rev bigint[],
  p_seq bigint[],
  p_kind smallint[],
  p_payload jsonb[],
  p_push boolean[]
)
returns table (inbox_seq bigint, incarnation bigint)
language plpgsql volatile
set lock_timeout = '2s'
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set enable_bitmapscan = off
set jit = off
as $$
#variable_conflict use_column
declare
  n constant int := cardinality(p_user);
  stale smallint[];
  fresh int[];               -- per marker: 1 write, 0 written before, -1 stale
  ids bigint[]; at_seq bigint[]; before bigint[]; inc bigint[]; pushed boolean[];
  sq bigint[] := array_fill(0::bigint, array[n]);
  u int; m int;
begin
  perform pg_advisory_xact_lock_shared(1886544994, b) from unnest(p_buckets) b;
  select array_agg(u.b) into stale
    from unnest(p_buckets, p_epochs) u(b, e)
    left join shard_bucket s on s.bucket = u.b
   where s.epoch is distinct from u.e or s.state <> 'open';

  fresh := array_fill(1, array[cardinality(p_outbox)]);
  if stale is not null then
    for i in 1 .. n loop
      if p_buckets[p_user_bucket[p_user[i]]] = any (stale) then fresh[p_marker[i]] := -1; end if;
    end loop;
  end if;

  -- A concurrent handler of the same part waits here for the first one's commit, then finds the marker.
  with written as (
    insert into fanout_marker (outbox_id, source_shard, part)
    select u.o, u.s, u.p from unnest(p_outbox, p_sources, p_parts, fresh) u(o, s, p, f) where u.f = 1
    on conflict do nothing
    returning outbox_id, source_shard, part
  )
  -- The same part twice in one call (two handlers of one process have it) is written by the first of them.
  select array_agg(case when u.f = -1 then -1 when u.nth = 1 and exists (select 1 from written w where w.outbox_id = u.o and w.source_shard = u.s and w.part = u.p) then 1 else 0 end order by u.i)
    into fresh
    from (select v.*, row_number() over (partition by v.o, v.s, v.p order by v.i) as nth
            from unnest(p_outbox, p_sources, p_parts, fresh) with ordinality v(o, s, p, f, i)) u;

  if 1 = any (fresh) then
    select array_agg(h.user_id), array_agg(h.inbox_seq), array_agg(h.incarnation), array_agg(h.pushes) into ids, at_seq, inc, pushed
      from (select * from inbox_head where user_id = any (p_users) order by user_id for update) h;
    if ids is distinct from p_users then
      -- Somebody's first entry: give them an inbox of this shard's incarnation, then lock again. Users whose bucket is
      -- stale don't live here: they get no inbox, and their place in the arrays stays empty.
      insert into inbox_head (user_id, incarnation)
      select v.id, (select s.incarnation from shard_meta s) from unnest(p_users, p_user_bucket) v(id, b)
       where stale is null or p_buckets[v.b] <> all (stale)
      on conflict do nothing;
      select array_agg(h.user_id), array_agg(h.inbox_seq), array_agg(h.incarnation), array_agg(h.pushes) into ids, at_seq, inc, pushed
        from (select * from inbox_head where user_id = any (p_users) order by user_id for update) h;
      select array_agg(h.seq order by v.i), array_agg(h.inc order by v.i), array_agg(h.pushed order by v.i) into at_seq, inc, pushed
        from unnest(p_users) with ordinality v(id, i)
        left join unnest(ids, at_seq, inc, pushed) h(id, seq, inc, pushed) on h.id = v.id;
    end if;
    before := at_seq;

    for i in 1 .. n loop
      m := fresh[p_marker[i]];
      if m = 1 then
        u := p_user[i];
        at_seq[u] := at_seq[u] + 1;
        sq[i] := at_seq[u];
      else
        sq[i] := m;
      end if;
    end loop;

    insert into inbox_entry (user_id, inbox_seq, conversation_id, rev, seq, kind, payload)
    select p_users[e.u], e.q, e.c, e.r, e.s, e.k, e.p
      from unnest(p_user, sq, p_conversation, p_rev, p_seq, p_kind, p_payload) e(u, q, c, r, s, k, p)
     where e.q > 0;
    update inbox_head h set inbox_seq = e.q
      from unnest(p_users, before, at_seq) e(id, b, q)
     where h.user_id = e.id and e.q > e.b;

    -- What may have to be pushed: looked at by the worker at once, or when the burst is over that it belongs to. A hundred are
    -- named, the others counted.
    if true = any (pushed) then
      insert into push_window as w (user_id, conversation_id, seqs, places, due_at)
      select x.* from (
        select p_users[e.u] as u, e.c, array_agg(e.s order by e.q), array_agg(e.q order by e.q), now()
          from unnest(p_user, sq, p_conversation, p_seq, p_push) e(u, q, c, s, p)
         where e.q > 0 and e.p and pushed[e.u]
         group by 1, 2) x
       order by x.u, x.c
          on conflict (user_id, conversation_id) do update
         set seqs = case when cardinality(w.seqs) < 100 then w.seqs || excluded.seqs else w.seqs end,
             places = case when cardinality(w.seqs) < 100 then w.places || excluded.places else w.places end,
             more = w.more + case when cardinality(w.seqs) < 100 then 0 else cardinality(excluded.seqs) end,
             due_at = least(w.due_at, greatest(now(), w.pushed_at + interval '3 seconds'));
    end if;
  else
    for i in 1 .. n loop sq[i] := fresh[p_marker[i]]; end loop;
  end if;

  return query select e.q, inc[e.u] from unnest(sq, p_user) e(q, u);
end $$;
