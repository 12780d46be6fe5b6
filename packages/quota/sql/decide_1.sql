-- Decides one micro-batch of requests in one transaction: locks, looks keys up, walks the requests in order against the
-- room, then writes ledger, balances, notices and refusal counters set-wise.
--
-- Lock order: keys (advisory, by hash), then balances by id. Every function of Plimsoll keeps to it.
-- p_batch      the batch's id. p_again: the answer of a first try was lost; if that committed, it answers what it answered.
-- p_now        the test clock; null: the database's own time, read after the locks were got.
-- p_catalog    the caller's catalog version. A balance of an older one is stale, of a newer one is accepted.
-- p_balance    distinct ids, ascending.
-- p_request    per line: its request, 1 … n ascending; lines of one request stand together. Keys are distinct per call.
-- p_line       per line: position of its balance in p_balance. A request touches a balance at most once.
-- p_record     false in a caller's transaction, which may roll a refusal's record back.
-- Returns per request: outcome 1 granted, 2 refused, 3 stale, 4 replayed, 5 key reused; charge.
-- Returns per line: used after the decision; breached. Returns per balance: what it was decided by; ceiling −1: unlimited.
-- No nulls and no bigints in the answer: postgres.js reads float8 exactly up to 2^53 and NULLs inside arrays wrongly.
create or replace function quota.decide_1(
  p_batch uuid, p_again boolean, p_now timestamptz, p_catalog int, p_record boolean, p_balance bigint[], p_request int[], p_line int[],
  p_amount bigint[], p_charge uuid[], p_key uuid[], p_request_hash uuid[], p_actor text[], p_feature text[],
  out at_ms float8, out crossed boolean, out outcome smallint[], out charge uuid[], out line_used float8[],
  out line_breached boolean[], out ceiling float8[], out held float8[], out revision int[], out period_start_ms float8[],
  out period_end_ms float8[])
language plpgsql
-- Planned on a fresh, empty partition it would else pick hash joins and sequential scans.
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_bitmapscan = off set jit = off
as $$
#variable_conflict use_column
declare
  c_unlimited constant bigint := 9007199254740991;
  n_line int := cardinality(p_line);
  n_balance int := cardinality(p_balance);
  n_request int := p_request[n_line];
  request int[] := p_request;
  line int[] := p_line;
  amount bigint[] := p_amount;
  l_used bigint[] := array_fill(0::bigint, array[n_balance]);
  l_room bigint[] := l_used;
  l_seq bigint[] := l_used;
  l_start_seq bigint[] := l_used;
  l_edge bigint[] := l_used;
  l_catalog int[] := array_fill(0, array[n_balance]);
  l_valid timestamptz[] := array_fill('-infinity'::timestamptz, array[n_balance]);
  l_start timestamptz[] := l_valid;
  entry_seq bigint[] := array_fill(0::bigint, array[n_line]);
  v_horizon timestamptz := 'infinity';
  v_now timestamptz;
  v_refused boolean := false;
  v_verdict smallint;
  r record;
  b int := 0;
  i int := 1;
  j int;
  k int;
begin
  crossed := false;
  outcome := array_fill(0::smallint, array[n_request]);
  charge := array_fill('00000000-0000-0000-0000-000000000000'::uuid, array[n_request]);
  line_used := array_fill(0::float8, array[n_line]);
  line_breached := array_fill(false, array[n_line]);
  ceiling := array_fill(0::float8, array[n_balance]);
  held := ceiling;
  period_start_ms := ceiling;
  period_end_ms := ceiling;
  revision := array_fill(0, array[n_balance]);

  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'quota decides at READ COMMITTED: under % it would not see what others booked while it waited for a lock',
      current_setting('transaction_isolation') using errcode = 'invalid_transaction_state';
  end if;
  -- One key on different balances must still meet itself: the balances' locks alone would let both through.
  perform pg_advisory_xact_lock(1886152045, x.lock)
    from (select distinct hashtext(x.key::text) as lock from unnest(p_key) as x(key) where x.key is not null order by 1) as x;
  for r in
    select bal.*, isfinite(bal.period_start) as is_allowance from quota.balance bal where bal.id = any (p_balance)
    order by bal.id for no key update
  loop
    b := b + 1;
    while p_balance[b] <> r.id loop b := b + 1; end loop;
    l_valid[b] := r.valid_until;
    l_catalog[b] := r.catalog_version;
    l_used[b] := r.used;
    l_seq[b] := r.seq;
    l_start_seq[b] := r.seq;
    l_start[b] := r.period_start;
    l_edge[b] := coalesce(r.notice_at[1], c_unlimited + 1);
    l_room[b] := case when r.ceiling is null then c_unlimited - r.used - r.held else greatest(r.ceiling - r.used - r.held, 0) end;
    ceiling[b] := coalesce(r.ceiling, -1);
    held[b] := r.held;
    revision[b] := r.revision;
    if r.is_allowance then
      v_horizon := least(v_horizon, r.period_start);
      period_start_ms[b] := extract(epoch from r.period_start) * 1000;
      period_end_ms[b] := extract(epoch from r.period_end) * 1000;
    end if;
  end loop;
  v_now := coalesce(p_now, clock_timestamp());
  at_ms := extract(epoch from v_now) * 1000;
  v_horizon := least(v_horizon, v_now - interval '30 days');

  if p_again then
    -- The locks are held, so a first try has ended by now and its commit is visible to a new statement; one that comes
    -- later meets the batch's primary key.
    select t.outcome, t.charge into r from quota.batch t where t.id = p_batch;
    if found then
      outcome := r.outcome;
      charge := r.charge;
      for l in 1 .. n_line loop
        line_used[l] := l_used[line[l]];
        line_breached[l] := outcome[request[l]] = 2 and amount[l] > l_room[line[l]];
      end loop;
      return;
    end if;
  end if;

  for r in
    with booked as materialized (
      select e.key, e.charge, e.request_hash from quota.entry e
      where e.key = any (p_key) and e.booked_at > v_horizon
      group by e.key, e.charge, e.request_hash having bool_and(e.kind <> 'refund'))
    select x.request, booked.charge, booked.request_hash = x.request_hash as is_same
    from unnest(p_key, p_request, p_request_hash) as x(key, request, request_hash) join booked on booked.key = x.key
  loop
    outcome[r.request] := case when r.is_same then 4 else 5 end;
    charge[r.request] := r.charge;
  end loop;

  while i <= n_line loop
    k := request[i];
    j := i;
    v_verdict := case when outcome[k] = 0 then 1 else outcome[k] end;
    while j <= n_line and request[j] = k loop
      b := line[j];
      line_used[j] := l_used[b];
      if v_now >= l_valid[b] or l_catalog[b] < p_catalog then v_verdict := case when v_verdict in (4, 5) then v_verdict else 3 end;
      elsif amount[j] > l_room[b] then
        line_breached[j] := true;
        if v_verdict = 1 then v_verdict := 2; end if;
      end if;
      j := j + 1;
    end loop;
    outcome[k] := v_verdict;
    v_refused := v_refused or v_verdict = 2;
    if v_verdict = 1 then
      charge[k] := p_charge[i];
      for l in i .. j - 1 loop
        b := line[l];
        l_room[b] := l_room[b] - amount[l];
        l_used[b] := l_used[b] + amount[l];
        l_seq[b] := l_seq[b] + 1;
        entry_seq[l] := l_seq[b];
        line_used[l] := l_used[b];
        crossed := crossed or l_used[b] >= l_edge[b];
      end loop;
    end if;
    i := j;
  end loop;

  insert into quota.entry
      (balance_id, seq, period_start, at, booked_at, kind, amount, charge, key, request_hash, actor, feature)
    select p_balance[x.line], x.seq, l_start[x.line], v_now, v_now, 'consume', x.amount, x.charge, x.key, x.request_hash,
      x.actor, x.feature
    from unnest(p_line, entry_seq, p_amount, p_charge, p_key, p_request_hash, p_actor, p_feature)
      as x(line, seq, amount, charge, key, request_hash, actor, feature)
    where x.seq > 0;
  update quota.balance bal set used = x.used, seq = x.seq
    from unnest(p_balance, l_used, l_seq, l_start_seq) as x(id, used, seq, start_seq)
    where bal.id = x.id and x.seq <> x.start_seq;
  if crossed then perform quota.write_notices_1(v_now, p_balance); end if;
  if v_refused and p_record then
    perform quota.record_refusals_1(v_now, array_agg(p_balance[x.line]), array_agg(x.actor), array_agg(x.amount),
        array_agg(case when ceiling[x.line] < 0 then c_unlimited else ceiling[x.line]::bigint end), array_agg(x.used::bigint))
      from unnest(p_line, p_request, p_amount, p_actor, line_used, line_breached) as x(line, request, amount, actor, used, breached)
      where x.breached and outcome[x.request] = 2;
  end if;
  if p_batch is not null then
    insert into quota.batch (id, at, outcome, charge) values (p_batch, clock_timestamp(), outcome, charge);
  end if;
end $$;
