-- append_messages: stores one lane's batch of messages. docs/sending-a-message.md, docs/adr/0001-hot-path-cost.md
--
-- Called by: the appender (one lane per shard and process), as the prepared statement `append_messages`, in autocommit.
-- Locks:     bucket (shared advisory) -> conversation_head rows in id order. Never an inbox.
-- Statements: bucket locks, epoch check, head locks, retry probe, insert, head update, outbox row = 7, whatever the size;
--            with mentions one more, with replies in threads three more.
--
-- READ COMMITTED and VOLATILE, so that each statement sees what was committed before the locks were granted; one CTE
-- could not see a retry that committed while it waited.
--
-- Arrays of the batch: p_buckets/p_epochs and p_conversations are distinct and ascending; p_conv_bucket, p_conv, p_stream and
-- p_first are 1-based indexes. p_first names the first row of the batch with the same key (itself, if there is none), p_thread_first
-- the first one in the same thread (itself; 0: in none).
-- A row is answered by a status; packages/db/src/hot/append.ts names them:
--   0 stored  1 retry (first answer)  2 conflict (same key, other content)  3 access changed  4 after failed
--   5 unknown conversation  6 stale epoch  7 locked (only with p_skip_locked)
create or replace function append_messages(
  p_now timestamptz,
  p_outbox_id bigint,
  p_thread_outbox_id bigint,
  p_skip_locked boolean,
  p_buckets smallint[],
  p_epochs bigint[],
  p_conversations bigint[],
  p_conv_bucket int[],
  p_conv int[],
  p_stream int[],
  p_first int[],
  p_thread_first int[],
  p_access bigint[],
  p_sender bigint[],
  p_message_id bigint[],
  p_department bigint[],
  p_kind smallint[],
  p_counts boolean[],
  p_client_msg_id text[],
  p_text text[],
  p_structure jsonb[],
  p_thread bigint[]
)
returns table (status int, message_id bigint, seq bigint, rev bigint, ord bigint, sent_ms double precision, thread_ord bigint)
language plpgsql volatile
-- A stuck conversation must not stall the lane: the caller repeats with p_skip_locked. The planner settings keep index
-- look-ups on a young database whose statistics still say that everything is small.
set lock_timeout = '300ms'
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set enable_bitmapscan = off
set jit = off
as $$
#variable_conflict use_column
declare
  n constant int := cardinality(p_conv);
  stale smallint[];
  ids bigint[]; at_seq bigint[]; at_rev bigint[]; at_ord bigint[]; at_access bigint[]; at_sent timestamptz[];
  live int[];                -- per conversation: 0, or the status that all of its rows get
  from_seq bigint[];         -- per conversation: first seq of this batch
  st int[] := array_fill(0, array[n]);
  mid bigint[] := p_message_id;
  sq bigint[] := array_fill(0::bigint, array[n]);
  rv bigint[] := sq;
  od bigint[] := sq;
  sa timestamptz[] := array_fill(p_now, array[n]);
  th bigint[] := sq;         -- of a reply: its number in its thread
  at_thread bigint[];        -- per thread, at its first row: the number of its last reply
  failed boolean[] := array_fill(false, array[n]);
  stored int := 0;
  structured boolean := false;
  threaded constant boolean := 0 < any (p_thread_first);
  hit record;
  c int; f int;
begin
  -- 1. The mover takes the bucket lock exclusively: whoever holds it shared reads an epoch that stays true till commit.
  perform pg_advisory_xact_lock_shared(1886544994, b) from unnest(p_buckets) b;
  select array_agg(u.b) into stale
    from unnest(p_buckets, p_epochs) u(b, e)
    left join shard_bucket s on s.bucket = u.b
   where s.epoch is distinct from u.e or s.state <> 'open';

  -- 2. Heads in id order (LockRows stands above the sort); what comes back is the newest version of each row.
  if p_skip_locked then
    select array_agg(h.conversation_id), array_agg(h.seq), array_agg(h.rev), array_agg(h.ord), array_agg(h.access_version), array_agg(h.last_sent_at)
      into ids, at_seq, at_rev, at_ord, at_access, at_sent
      from (select * from conversation_head where conversation_id = any (p_conversations) order by conversation_id for update skip locked) h;
  else
    select array_agg(h.conversation_id), array_agg(h.seq), array_agg(h.rev), array_agg(h.ord), array_agg(h.access_version), array_agg(h.last_sent_at)
      into ids, at_seq, at_rev, at_ord, at_access, at_sent
      from (select * from conversation_head where conversation_id = any (p_conversations) order by conversation_id for update) h;
  end if;

  live := array_fill(0, array[cardinality(p_conversations)]);
  if ids is distinct from p_conversations then
    -- Some are missing: unknown here, or (skipping) locked by another. Line the arrays up with p_conversations again.
    select array_agg(coalesce(h.seq, 0) order by u.i), array_agg(coalesce(h.rev, 0) order by u.i), array_agg(coalesce(h.ord, 0) order by u.i),
           array_agg(coalesce(h.access, 0) order by u.i), array_agg(coalesce(h.sent, '-infinity') order by u.i),
           array_agg(case when h.id is not null then 0
                          when p_skip_locked and exists (select 1 from conversation_head x where x.conversation_id = u.id) then 7
                          else 5 end order by u.i)
      into at_seq, at_rev, at_ord, at_access, at_sent, live
      from unnest(p_conversations) with ordinality u(id, i)
      left join unnest(ids, at_seq, at_rev, at_ord, at_access, at_sent) h(id, seq, rev, ord, access, sent) on h.id = u.id;
  end if;
  if stale is not null then
    for k in 1 .. cardinality(p_conversations) loop
      if p_buckets[p_conv_bucket[k]] = any (stale) then live[k] := 6; end if;
    end loop;
  end if;

  -- 3. Retries, before any refusal: also of one who has left since, also of what was purged since.
  -- LATERAL with LIMIT leaves the planner one way, a look-up per row: with a table that it believes to be empty it would
  -- rather read the whole index once per batch.
  for hit in
    select u.i, m.*
      from unnest(p_conv, p_sender, p_client_msg_id) with ordinality u(c, s, k, i)
      cross join lateral (
        select m.message_id, m.seq, m.rev, m.ord, m.sent_at, m.content_version, m.text, m.structure, m.thread_seq, m.thread_ord, false as purged
          from message m where m.conversation_id = p_conversations[u.c] and m.sender_id = u.s and m.client_msg_id = u.k limit 1) m
    union all
    select u.i, m.*
      from unnest(p_conv, p_sender, p_client_msg_id) with ordinality u(c, s, k, i)
      cross join lateral (
        select m.message_id, m.seq, m.rev, m.ord, m.sent_at, 1, null::text, null::jsonb, null::bigint, null::bigint, true
          from purged_key m where m.conversation_id = p_conversations[u.c] and m.sender_id = u.s and m.client_msg_id = u.k limit 1) m
  loop
    if live[p_conv[hit.i]] in (6, 7) then continue; end if;
    if hit.content_version > 1 then
      -- Edited since: compare with what was sent, if it is still kept.
      select v.text, v.structure, false into hit.text, hit.structure, hit.purged from message_version v
       where v.conversation_id = p_conversations[p_conv[hit.i]] and v.seq = hit.seq and v.version = 1;
      if not found then hit.purged := true; end if;
    end if;
    if not hit.purged and (hit.text is distinct from p_text[hit.i] or hit.structure is distinct from p_structure[hit.i]
                           or hit.thread_seq is distinct from p_thread[hit.i]) then
      st[hit.i] := 2;
    else
      st[hit.i] := 1; mid[hit.i] := hit.message_id; sq[hit.i] := hit.seq; rv[hit.i] := hit.rev;
      od[hit.i] := hit.ord; sa[hit.i] := hit.sent_at; th[hit.i] := coalesce(hit.thread_ord, 0);
    end if;
  end loop;

  -- 4. Allot, in the order given.
  from_seq := at_seq;
  if threaded then
    select array_agg(coalesce(r.o, 0) order by u.i) into at_thread
      from unnest(p_conv, p_thread) with ordinality u(c, t, i)
      left join lateral (
        select m.thread_ord as o from message m where m.conversation_id = p_conversations[u.c] and m.thread_seq = u.t
         order by m.thread_ord desc limit 1) r on true;
  end if;
  for i in 1 .. n loop
    c := p_conv[i];
    if st[i] = 1 then
      continue;
    elsif st[i] = 2 then
      null;
    elsif live[c] <> 0 then
      st[i] := live[c];
    elsif p_first[i] < i and st[p_first[i]] in (0, 1) then
      -- The same key earlier in this batch. (If that one was refused, this one stands on its own.)
      f := p_first[i];
      if p_text[i] is distinct from p_text[f] or p_structure[i] is distinct from p_structure[f] or p_thread[i] is distinct from p_thread[f] then
        st[i] := 2;
      else
        st[i] := 1; mid[i] := mid[f]; sq[i] := sq[f]; rv[i] := rv[f]; od[i] := od[f]; sa[i] := sa[f]; th[i] := th[f];
        continue;
      end if;
    elsif failed[p_stream[i]] then
      st[i] := 4;
    elsif at_access[c] <> p_access[i] then
      st[i] := 3;
    else
      at_seq[c] := at_seq[c] + 1;
      at_rev[c] := at_rev[c] + 1;
      if p_counts[i] then at_ord[c] := at_ord[c] + 1; end if;
      if at_sent[c] < p_now then at_sent[c] := p_now; end if;
      sq[i] := at_seq[c]; rv[i] := at_rev[c]; od[i] := at_ord[c]; sa[i] := at_sent[c];
      if p_thread_first[i] > 0 then
        f := p_thread_first[i];
        at_thread[f] := at_thread[f] + 1;
        th[i] := at_thread[f];
      end if;
      stored := stored + 1;
      if p_structure[i] is not null then structured := true; end if;
      continue;
    end if;
    failed[p_stream[i]] := true;
  end loop;

  -- 5. One insert, one update, one outbox row for the batch.
  if stored > 0 then
    insert into message (conversation_id, seq, message_id, sender_id, rev, ord, sent_at, author_department_id, kind, client_msg_id, text, structure, thread_seq, thread_ord)
    select p_conversations[u.c], u.q, u.m, u.s, u.r, u.o, u.t, u.d, u.k, u.key, u.text, u.structure, u.th, nullif(u.n, 0)
      from unnest(p_conv, st, sq, p_message_id, p_sender, rv, od, sa, p_department, p_kind, p_client_msg_id, p_text, p_structure, p_thread, th)
        as u(c, st, q, m, s, r, o, t, d, k, key, text, structure, th, n)
     where u.st = 0;
    if structured then
      insert into mention (conversation_id, user_id, seq)
      select distinct p_conversations[u.c], case when x ->> 'type' = 'user' then (x ->> 'userId')::bigint else 0 end, u.q
        from unnest(p_conv, st, sq, p_structure, p_thread_first) as u(c, st, q, structure, t)
        cross join lateral jsonb_array_elements(u.structure -> 'mentions') x
       -- In a thread all are those who follow it, and they hear of each reply.
       where u.st = 0 and (u.t = 0 or x ->> 'type' = 'user');
    end if;
    if threaded then
      -- Who replies has read what was said before, and follows; so does whom the reply names, and with the first one whoever
      -- wrote what the thread hangs on.
      insert into thread_mark as t (conversation_id, seq, user_id, read_ord, version, following)
      select y.c, y.t, y.u, max(y.n), 1, true
        from unnest(p_conv, st, p_thread, p_sender, th, p_structure) x(c, st, t, s, n, structure)
        cross join lateral (
          select p_conversations[x.c] as c, x.t, x.s as u, x.n
          union all
          select p_conversations[x.c], x.t, (e ->> 'userId')::bigint, 0
            from jsonb_array_elements(x.structure -> 'mentions') e where e ->> 'type' = 'user'
          union all
          select m.conversation_id, m.seq, m.sender_id, 0 from message m
           where x.n = 1 and m.conversation_id = p_conversations[x.c] and m.seq = x.t) y
       where x.st = 0 and x.n > 0
       group by y.c, y.t, y.u
          on conflict (conversation_id, seq, user_id) do update
         set following = true, version = t.version + (not t.following)::int, read_ord = greatest(t.read_ord, excluded.read_ord);
      insert into outbox (id, kind, payload, created_at, next_at)
      select p_thread_outbox_id, 'thread', jsonb_agg(distinct jsonb_build_object('conversationId', p_conversations[x.c]::text, 'seq', x.t)),
             now(), now() + interval '3 seconds'
        from unnest(p_conv, st, p_thread, th) x(c, st, t, n)
       where x.st = 0 and x.n > 0
      having count(*) > 0;
    end if;
    update conversation_head h set seq = u.q, rev = u.r, ord = u.o, last_sent_at = u.t
      from unnest(p_conversations, from_seq, at_seq, at_rev, at_ord, at_sent) u(id, f, q, r, o, t)
     where h.conversation_id = u.id and u.q > u.f;
    insert into outbox (id, kind, payload, created_at, next_at)
    select p_outbox_id, 'message', jsonb_agg(concat_ws(':', u.id, u.f + 1, u.q)), now(), now() + interval '3 seconds'
      from unnest(p_conversations, from_seq, at_seq) u(id, f, q)
     where u.q > u.f;
  end if;

  return query
    select u.st, u.m, u.q, u.r, u.o, round(date_part('epoch', u.t) * 1000), u.n
      from unnest(st, mid, sq, rv, od, sa, th) u(st, m, q, r, o, t, n);
end $$;
