-- Decides one micro-batch of requests in one transaction: locks, looks keys up, walks the requests in order against the
-- room, then writes ledger, holds, balances, notices and refusal counters set-wise.
--
-- Lock order: keys (advisory, by hash), then balances by id. Every function of Plimsoll keeps to it.
-- p_batch      the batch's id. p_again: the answer of a first try was lost; if that committed, it answers what it answered.
-- p_now        the test clock; null: the database's own time, read after the locks were got.
-- p_catalog    the caller's catalog version. A balance of an older one is stale, of a newer one is accepted.
-- p_record     false in a caller's transaction, which may roll a refusal's record back.
-- p_balance    distinct ids, ascending.
-- Per request: p_kind 1 consume, 2 hold, 3 check (changes nothing), 4 record (never refused); p_hold_ms how long a hold lives;
--   p_happened when a recorded event was. Those two may be empty where the batch has none.
-- p_partial    requests that take what is left. p_shadow: lines whose breach is noted and granted. Both by place, mostly empty.
-- Per line: p_request 1 … n ascending, lines of one request together; p_line position of its balance in p_balance, which a
--   request touches at most once; p_amount, or 0 on a line that goes on drawing from the pool of the line before it. Keys are
--   distinct per call.
-- Returns is_again: the first try had committed; what it took is read by its charge, the other numbers are of now.
-- Returns per request: outcome 1 granted, 2 refused, 3 stale, 4 replayed, 5 key reused; charge (a hold's id is its charge).
-- Returns per line: what it took; used and held after the decision; breached; what could be granted then, from this line on up
--   its pools, −1: without end; milliseconds until a rate has room, −1: never; whether it was booked late. Returns per balance:
--   what it was decided by; line and ceiling −1: unlimited.
-- Empty arrays stand for zeros: breaches and waits where nobody met one, late where nothing was, periods where nobody was refused.
-- No nulls and no bigints in the answer: postgres.js reads float8 exactly up to 2^53 and NULLs inside arrays wrongly.
create or replace function quota.decide_2(
  p_batch uuid, p_again boolean, p_now timestamptz, p_catalog int, p_record boolean, p_balance bigint[],
  p_kind smallint[], p_partial int[], p_hold_ms bigint[], p_happened timestamptz[],
  p_request int[], p_line int[], p_amount bigint[], p_shadow int[], p_charge uuid[], p_key uuid[], p_request_hash uuid[],
  p_actor text[], p_feature text[],
  out at_ms float8, out is_again boolean, out crossed boolean, out outcome smallint[], out charge uuid[], out line_taken float8[],
  out line_used float8[], out line_held float8[], out line_breached boolean[], out line_room float8[], out line_wait_ms float8[],
  out line_late boolean[], out line float8[], out ceiling float8[], out period_start_ms float8[], out period_end_ms float8[])
language plpgsql
-- Planned on a fresh, empty partition it would else pick hash joins and sequential scans.
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_bitmapscan = off set jit = off set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
  c_unlimited constant bigint := 9007199254740991;
  n_line int := cardinality(p_line);
  n_balance int := cardinality(p_balance);
  n_request int := p_request[n_line];
  request int[] := p_request;
  place int[] := p_line;
  amount bigint[] := p_amount;
  kind smallint[] := p_kind;
  zeros constant bigint[] := array_fill(0::bigint, array[n_balance]);
  nevers constant timestamptz[] := array_fill('-infinity'::timestamptz, array[n_balance]);
  l_used bigint[] := zeros;
  l_held bigint[] := zeros;
  l_room bigint[] := zeros;
  l_seq bigint[] := zeros;
  l_edge bigint[] := zeros;
  l_line bigint[] := zeros;
  l_pool bigint[] := zeros;
  l_draw smallint[] := zeros;
  l_window bigint[] := zeros;
  l_grace bigint[] := zeros;
  l_per_us bigint[] := zeros;
  l_debt bigint[] := zeros;
  l_debt_at timestamptz[] := nevers;
  l_top bigint[] := zeros;
  l_catalog int[] := zeros;
  l_valid timestamptz[] := nevers;
  l_start timestamptz[] := nevers;
  l_end timestamptz[] := nevers;
  l_grace_from timestamptz[] := array_fill('infinity'::timestamptz, array[n_balance]);
  l_changed boolean[] := array_fill(false, array[n_balance]);
  l_plain boolean[] := l_changed;
  taken bigint[] := array_fill(0::bigint, array[n_line]);
  entry_seq bigint[] := taken;
  entry_start timestamptz[] := array_fill('-infinity'::timestamptz, array[n_line]);
  entry_late boolean[] := array_fill(false, array[n_line]);
  entry_past boolean[] := entry_late;
  entry_via bigint[] := array_fill(null::bigint, array[n_line]);
  v_horizon timestamptz := 'infinity';
  v_now timestamptz;
  v_old timestamptz;
  v_keyed boolean;
  v_refused boolean := false;
  v_holds boolean := false;
  v_past boolean := false;
  v_late boolean := false;
  v_rates boolean := false;
  v_breaches boolean := false;
  v_breached boolean;
  v_verdict smallint;
  v_ask bigint;
  v_next bigint;
  v_rest bigint;
  r record;
  b int := 0;
  i int := 1;
  j int;
  k int;
begin
  crossed := false;
  is_again := false;
  outcome := array_fill(0::smallint, array[n_request]);
  charge := array_fill('00000000-0000-0000-0000-000000000000'::uuid, array[n_request]);
  line_used := array_fill(0::float8, array[n_line]);
  line_taken := line_used;
  line_held := line_used;
  line_room := line_used;
  line_wait_ms := line_used;
  line_breached := entry_late;
  line_late := entry_late;
  line := array_fill(0::float8, array[n_balance]);
  ceiling := line;
  period_start_ms := '{}';
  period_end_ms := '{}';

  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'quota decides at READ COMMITTED: under % it would not see what others booked while it waited for a lock',
      current_setting('transaction_isolation') using errcode = 'invalid_transaction_state';
  end if;
  -- One key on different balances must still meet itself: the balances' locks alone would let both through.
  perform pg_advisory_xact_lock(1886152045, x.lock)
    from (select distinct hashtext(x.key::text) as lock from unnest(p_key) as x(key) where x.key is not null order by 1) as x;
  v_keyed := found;
  for r in
    select bal.*, coalesce(bal.pool, bal.window_ms, bal.grace_ms, bal.per_us) is not null as is_special
    from quota.balance bal where bal.id = any (p_balance) order by bal.id for no key update
  loop
    b := b + 1;
    while p_balance[b] <> r.id loop b := b + 1; end loop;
    l_valid[b] := r.valid_until;
    l_catalog[b] := r.catalog_version;
    l_used[b] := r.used;
    l_held[b] := r.held;
    l_seq[b] := r.seq;
    l_start[b] := r.period_start;
    l_end[b] := r.period_end;
    l_top[b] := coalesce(r.ceiling, c_unlimited);
    l_plain[b] := not r.is_special and r.catalog_version >= p_catalog;
    l_edge[b] := coalesce(r.notice_at[1], c_unlimited + 1);
    l_room[b] := case when r.ceiling is null then c_unlimited - r.used - r.held else greatest(r.ceiling - r.used - r.held, 0) end;
    if r.is_special then
      l_line[b] := coalesce(r.line, c_unlimited);
      l_pool[b] := coalesce(r.pool, 0);
      l_draw[b] := r.draw;
      l_window[b] := coalesce(r.window_ms, 0);
      l_grace[b] := coalesce(r.grace_ms, 0);
      l_grace_from[b] := coalesce(r.grace_from, 'infinity');
      l_per_us[b] := coalesce(r.per_us, 0);
      l_debt[b] := r.debt;
      l_debt_at[b] := r.debt_at;
      v_rates := v_rates or r.per_us > 0;
    end if;
    line[b] := coalesce(r.line, -1);
    ceiling[b] := coalesce(r.ceiling, -1);
    if isfinite(r.period_start) then v_horizon := least(v_horizon, r.period_start); end if;
  end loop;
  v_now := coalesce(p_now, clock_timestamp());
  at_ms := extract(epoch from v_now) * 1000;
  v_horizon := least(v_horizon, v_now - interval '30 days');

  for x in 1 .. case when v_rates then n_balance else 0 end loop
    continue when l_per_us[x] = 0;
    l_debt[x] := quota.debt_1(l_debt[x], l_debt_at[x], l_line[x], v_now);
    l_used[x] := (l_debt[x] + l_per_us[x] - 1) / l_per_us[x];
    l_room[x] := case when ceiling[x] < 0 then c_unlimited when l_top[x] = 0 then 0 else greatest(l_top[x] - l_used[x], 0) end;
  end loop;

  if p_again then
    -- The locks are held, so a first try has ended by now and its commit is visible to a new statement; one that comes
    -- later meets the batch's primary key.
    select t.outcome, t.charge into r from quota.batch t where t.id = p_batch;
    if found then
      is_again := true;
      outcome := r.outcome;
      charge := r.charge;
      for l in 1 .. n_line loop
        b := place[l];
        line_used[l] := l_used[b];
        line_held[l] := l_held[b];
        line_room[l] := case when ceiling[b] < 0 then -1 else l_room[b] end;
        line_taken[l] := amount[l];
        line_breached[l] := outcome[request[l]] = 2 and amount[l] > l_room[b];
      end loop;
      select p.start_ms, p.end_ms into period_start_ms, period_end_ms from quota.period_ms_1(l_start, l_end) as p;
      return;
    end if;
  end if;

  if v_keyed then
    for r in
      select x.request, found.charge, found.request_hash = x.request_hash as is_same, found.at
      from unnest(p_key, p_request, p_request_hash) as x(key, request, request_hash)
      join quota.keys_found_1(p_key, v_horizon, v_now) as found on found.key = x.key
    loop
      -- Whatever else is in the batch, a key lives 30 days, or as long as the periods of its own request.
      v_old := v_now - interval '30 days';
      for l in 1 .. n_line loop
        b := place[l];
        -- Between two windows there is none.
        if request[l] = r.request and isfinite(l_start[b]) and isfinite(l_end[b]) then v_old := least(v_old, l_start[b]); end if;
      end loop;
      continue when r.at < v_old;
      outcome[r.request] := case when r.is_same then 4 else 5 end;
      charge[r.request] := r.charge;
    end loop;
  end if;

  while i <= n_line loop
    k := request[i];
    b := place[i];
    if l_plain[b] and kind[k] = 1 and outcome[k] = 0 and amount[i] <= l_room[b] and v_now < l_valid[b] and request[i + 1] is distinct from k then
      -- One line on one plain balance that has room, as nearly all are: what is walked below comes to the same.
      l_room[b] := l_room[b] - amount[i];
      l_used[b] := l_used[b] + amount[i];
      l_seq[b] := l_seq[b] + 1;
      l_changed[b] := true;
      outcome[k] := 1;
      charge[k] := p_charge[i];
      taken[i] := amount[i];
      entry_seq[i] := l_seq[b];
      entry_start[i] := l_start[b];
      line_taken[i] := amount[i];
      line_used[i] := l_used[b];
      line_held[i] := l_held[b];
      line_room[i] := case when ceiling[b] < 0 then -1 else l_room[b] end;
      crossed := crossed or l_used[b] >= l_edge[b];
      i := i + 1;
      continue;
    end if;
    j := i;
    v_verdict := case when outcome[k] = 0 then 1 else outcome[k] end;
    v_breached := false;
    v_rest := 0;
    if k = any (p_partial) then
      -- What the path could give, from its end: own room, through it, or what the own room doesn't hold from the next.
      while j < n_line and request[j + 1] = k loop j := j + 1; end loop;
      for l in reverse j .. i loop
        b := place[l];
        v_rest := case l_draw[b] when 0 then l_room[b] when 1 then least(l_room[b], v_rest) else least(l_room[b] + v_rest, c_unlimited) end;
      end loop;
      amount[i] := least(amount[i], greatest(v_rest, 1));
      j := i;
      v_rest := 0;
    end if;
    while j <= n_line and request[j] = k loop
      b := place[j];
      v_ask := case when p_amount[j] > 0 then amount[j] else v_rest end;
      v_next := case when j < n_line and request[j + 1] = k and p_amount[j + 1] = 0 then p_balance[place[j + 1]] else 0 end;
      if v_now >= l_valid[b] or l_catalog[b] < p_catalog or l_pool[b] <> v_next then
        v_verdict := 3;
      end if;
      taken[j] := case when l_draw[b] = 2 then least(v_ask, l_room[b]) else v_ask end;
      v_rest := case l_draw[b] when 0 then 0 when 1 then v_ask else v_ask - taken[j] end;
      if taken[j] > l_room[b] and kind[k] <> 4 then
        line_breached[j] := true;
        v_breaches := true;
        if j = any (p_shadow) then v_refused := true; else v_breached := true; end if;
        if l_per_us[b] > 0 then
          line_wait_ms[j] := case when taken[j] > l_top[b] then -1
            else ceil(((l_debt[b] + taken[j] * l_per_us[b] - l_top[b] * l_per_us[b])::float8 / greatest(l_line[b], 1)) / 1000) end;
        end if;
      end if;
      line_used[j] := l_used[b];
      line_held[j] := l_held[b];
      j := j + 1;
    end loop;
    if v_verdict = 1 and v_breached then v_verdict := 2; end if;
    outcome[k] := v_verdict;
    v_refused := v_refused or v_verdict = 2;
    if v_verdict = 1 then
      charge[k] := p_charge[i];
      for l in i .. j - 1 loop
        b := place[l];
        line_taken[l] := case when p_amount[l] > 0 then amount[l] else taken[l] end;
        if p_amount[l] = 0 then entry_via[l] := p_balance[place[l - 1]]; end if;
        -- The first line of a path stands on record also where its pool gives all: the charge is its tenant's. So does each one
        -- between: a return finds its way along them.
        continue when kind[k] = 3;
        if taken[l] = 0 then
          v_rest := 0;
          for x in l + 1 .. j - 1 loop
            exit when p_amount[x] > 0;
            v_rest := v_rest + taken[x];
          end loop;
          continue when v_rest = 0;
        end if;
        l_room[b] := greatest(l_room[b] - taken[l], 0);
        l_changed[b] := true;
        if l_per_us[b] > 0 then
          if ceiling[b] >= 0 then l_debt[b] := least(l_debt[b] + taken[l] * l_per_us[b], l_top[b] * l_per_us[b]); end if;
          l_used[b] := (l_debt[b] + l_per_us[b] - 1) / l_per_us[b];
          line_used[l] := l_used[b];
          continue;
        end if;
        if kind[k] = 4 and isfinite(l_start[b]) and p_happened[k] < l_start[b] then
          -- It belongs to a period that ended: that one while it is open, else the present one.
          select p.period_start into v_old from quota.period p
            where p.balance_id = p_balance[b] and p.period_start <= p_happened[k] and p_happened[k] < p.period_end
              and p.closed_at is null and v_now < p.period_end + interval '24 hours';
          if found then
            l_room[b] := l_room[b] + taken[l];
            l_seq[b] := l_seq[b] + 1;
            entry_seq[l] := l_seq[b];
            entry_start[l] := v_old;
            entry_past[l] := true;
            v_past := true;
            continue;
          end if;
        end if;
        if l_window[b] > 0 and l_end[b] = 'infinity' then
          -- What was booked late into the time between two windows stays in this one.
          l_start[b] := case when l_used[b] = 0 then v_now else l_start[b] end;
          if l_used[b] = 0 and kind[k] = 4 and p_happened[k] + l_window[b] * interval '1 millisecond' > v_now then l_start[b] := p_happened[k]; end if;
          l_end[b] := greatest(l_start[b], case when l_used[b] = 0 then l_start[b] else v_now end) + l_window[b] * interval '1 millisecond';
          l_valid[b] := least(l_valid[b], l_end[b]);
        end if;
        entry_start[l] := l_start[b];
        if kind[k] = 2 then
          l_held[b] := l_held[b] + taken[l];
          l_valid[b] := least(l_valid[b], v_now + p_hold_ms[k] * interval '1 millisecond');
          line_held[l] := l_held[b];
          v_holds := true;
          continue;
        end if;
        l_seq[b] := l_seq[b] + 1;
        entry_seq[l] := l_seq[b];
        if kind[k] = 4 and isfinite(l_start[b]) and p_happened[k] < l_start[b] then
          entry_late[l] := true;
          v_late := true;
        end if;
        l_used[b] := l_used[b] + taken[l];
        line_used[l] := l_used[b];
        if kind[k] = 4 and taken[l] > 0 and l_used[b] > l_top[b] then
          entry_late[l] := true;
          v_late := true;
        end if;
        if l_grace[b] > 0 and l_grace_from[b] = 'infinity' and l_used[b] > l_line[b] then
          l_grace_from[b] := v_now;
          l_valid[b] := least(l_valid[b], v_now + l_grace[b] * interval '1 millisecond');
        end if;
        crossed := crossed or l_used[b] >= l_edge[b];
      end loop;
    end if;
    for l in reverse j - 1 .. i loop
      b := place[l];
      line_room[l] := case
        when l_draw[b] = 0 or l_pool[b] = 0 or l = j - 1 then case when ceiling[b] < 0 then -1 else l_room[b] end
        when l_draw[b] = 1 and line_room[l + 1] < 0 then case when ceiling[b] < 0 then -1 else l_room[b] end
        when l_draw[b] = 1 then case when ceiling[b] < 0 then line_room[l + 1] else least(l_room[b], line_room[l + 1]) end
        when ceiling[b] < 0 or line_room[l + 1] < 0 then -1
        else l_room[b] + line_room[l + 1] end;
    end loop;
    i := j;
  end loop;

  if v_breaches then
    select p.start_ms, p.end_ms into period_start_ms, period_end_ms from quota.period_ms_1(l_start, l_end) as p;
  else
    line_breached := '{}';
    line_wait_ms := '{}';
  end if;
  line_late := case when v_late then entry_late else '{}' end;
  insert into quota.entry
      (balance_id, seq, period_start, at, booked_at, kind, amount, charge, key, request_hash, actor, feature, late, draw, via)
    select p_balance[p_line[l]], entry_seq[l], entry_start[l], case when p_kind[p_request[l]] = 4 then p_happened[p_request[l]] else v_now end,
      v_now, case when p_kind[p_request[l]] = 4 then 'record' else 'consume' end, taken[l], p_charge[l], p_key[l], p_request_hash[l],
      p_actor[l], p_feature[l], entry_late[l], l_draw[p_line[l]], entry_via[l]
    from generate_series(1, n_line) as l
    where entry_seq[l] > 0;
  if v_holds then
    perform quota.write_holds_1(v_now, p_balance, kind, outcome, p_hold_ms, p_request, p_line, p_amount, taken, entry_start,
      p_charge, p_key, p_request_hash, p_actor, p_feature);
  end if;
  if v_past then
    update quota.period p set used = p.used + x.amount, last_seq = x.last_seq
      from (select p_balance[y.line] as balance, y.start, sum(y.amount) as amount, max(y.seq) as last_seq
        from unnest(p_line, entry_start, taken, entry_seq, entry_past) as y(line, start, amount, seq, past) where y.past group by 1, 2) as x
      where p.balance_id = x.balance and p.period_start = x.start;
  end if;
  update quota.balance bal
    set used = case when bal.per_us is null then l_used[x] else 0 end, held = l_held[x], seq = l_seq[x], period_start = l_start[x],
      period_end = l_end[x], valid_until = l_valid[x], grace_from = nullif(l_grace_from[x], 'infinity'), debt = l_debt[x],
      debt_at = case when bal.per_us is null then bal.debt_at else v_now end
    from generate_series(1, n_balance) as x
    where bal.id = p_balance[x] and l_changed[x];
  if crossed then perform quota.write_notices_2(v_now, p_balance); end if;
  if v_refused and p_record then
    perform quota.record_refusals_2(v_now, array_agg(p_balance[x.line]), array_agg(x.actor), array_agg(x.asked),
        array_agg(l_top[x.line]), array_agg(x.used::bigint))
      from unnest(p_line, p_request, taken, p_actor, line_used, line_breached) as x(line, request, asked, actor, used, breached)
      where x.breached and outcome[x.request] in (1, 2) and kind[x.request] <> 3;
  end if;
  if p_batch is not null then
    insert into quota.batch (id, at, outcome, charge) values (p_batch, clock_timestamp(), outcome, charge);
  end if;
end $$;
