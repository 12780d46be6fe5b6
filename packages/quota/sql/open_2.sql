-- Opens balances set-wise: writes what TypeScript resolved from calendar and contract, turns a period that ended, and lets
-- go what is held by holds that expired.
-- Compare-and-set on seq, held and epoch: an opener that read before somebody else wrote changes nothing. An older catalog
-- opens what a newer one opened only once that is stale for both: else nobody could where no process of the newer one is left.
--
-- Lock order: tenants by id (shared, so that no contract changes meanwhile), then balances by id, then what hangs on them.
-- p_rows: see open_rows_3. seq null: there was no balance. read_at: the time that the opener took for now.
-- Returns how many rows were written; those that were not are read again by the caller.
create or replace function quota.open_2(p_now timestamptz, p_rows jsonb) returns int
language plpgsql set enable_seqscan = off set enable_mergejoin = off set jit = off
as $$
#variable_conflict use_column
declare
  v_made bigint[];
  v_now timestamptz;
  v_ok bigint[];
  v_holds boolean;
  v_turned boolean;
  v_draws boolean;
begin
  perform 1 from quota.tenant t where t.id in (select x ->> 'tenant' from jsonb_array_elements(p_rows) as x) order by t.id for share;

  with made as (
    insert into quota.balance (tenant, meter, actor, period_start, period_end, valid_until, catalog_version, revision, line, ceiling,
        own, base, opened_at, notice_at, notice_level, rearm_at, is_level, pool, draw, window_ms, grace_ms, per_us)
      select x.tenant, x.meter, x.actor, x.period_start, x.period_end, x.valid_until, x.catalog_version, x.revision, x.line, x.ceiling,
        x.own, x.base, x.read_at, x.notice_at, x.notice_level, x.rearm_at, x.is_level, x.pool, x.draw, x.window_ms, x.grace_ms, x.per_us
      from quota.open_rows_3(p_rows) as x join quota.tenant t on t.id = x.tenant and t.revision = x.revision
      where x.seq is null
      -- In one order everywhere, for openers of the same new balances wait for each other.
      order by x.tenant, x.meter, x.actor
      on conflict (tenant, meter, actor) do nothing
      returning *),
  kept as (
    insert into quota.opening (balance_id, seq, at, line, ceiling, facts)
      select m.id, 0, m.opened_at, m.line, m.ceiling, x.facts from made m
      join quota.open_rows_3(p_rows) as x on x.tenant = m.tenant and x.meter = m.meter and x.actor = m.actor)
  select coalesce(array_agg(m.id), '{}') into v_made from made m;

  perform 1 from quota.balance b join quota.open_rows_3(p_rows) as x
      on b.tenant = x.tenant and b.meter = x.meter and b.actor = x.actor and x.seq is not null
    order by b.id for no key update of b;
  v_now := coalesce(p_now, clock_timestamp());
  select coalesce(bool_or(x.is_turned), false), coalesce(bool_or(jsonb_array_length(x.draws) > 0), false) into v_turned, v_draws
    from quota.open_rows_3(p_rows) as x;
  v_ok := array(
    select b.id from quota.open_rows_3(p_rows) as x
    join quota.balance b on b.tenant = x.tenant and b.meter = x.meter and b.actor = x.actor
    join quota.tenant t on t.id = x.tenant and t.revision = x.revision
    where b.seq = x.seq and b.held = x.held and (b.catalog_version <= x.catalog_version or b.valid_until <= v_now)
      and b.revision <= x.revision
      -- A period is turned once: what used to be known of it says nothing of the next one, though nothing was booked since.
      and (b.period_start < x.period_start or (b.period_start = x.period_start and not x.is_turned)));

  if cardinality(v_ok) = 0 and not v_draws then return cardinality(v_made); end if;

  select exists (select from unnest(v_ok) as o(id) join quota.hold_line l on l.balance_id = o.id and l.is_held) into v_holds;
  if v_holds then
    with gone as (
      update quota.hold_line l set is_held = false
        from quota.hold h, unnest(v_ok) as o(id), quota.balance b, quota.open_rows_3(p_rows) as x
        where h.id = l.hold and l.is_held and l.balance_id = o.id and b.id = o.id and x.tenant = b.tenant and x.meter = b.meter
          and x.actor = b.actor and h.expires_at <= x.read_at
        returning l.balance_id, l.period_start, greatest(l.amount - l.settled, 0) as rest),
    sums as (select g.balance_id, g.period_start, sum(g.rest)::bigint as rest from gone g group by 1, 2),
    ended as (
      update quota.period p set held = p.held - s.rest from sums s
        where p.balance_id = s.balance_id and p.period_start = s.period_start and p.closed_at is null)
    update quota.balance b set held = b.held - s.rest from sums s where b.id = s.balance_id and b.period_start = s.period_start;
  end if;

  if v_turned then
    insert into quota.period (balance_id, period_start, period_end, used, held, line, ceiling, base, last_seq)
      select b.id, b.period_start, b.period_end, b.used, b.held, b.line, b.ceiling, b.base, b.seq
      from quota.open_rows_3(p_rows) as x join quota.balance b on b.tenant = x.tenant and b.meter = x.meter and b.actor = x.actor
      join unnest(v_ok) as o(id) on o.id = b.id
      where x.is_turned and isfinite(b.period_end)
      on conflict do nothing;
    -- Periods that ended lately and that nobody opened: a late event may still land in them.
    insert into quota.period (balance_id, period_start, period_end, used, held, line, ceiling, base, last_seq)
      select b.id, d.starts, d.ends, 0, 0, x.line, x.ceiling, x.own, b.seq
      from quota.open_rows_3(p_rows) as x join quota.balance b on b.tenant = x.tenant and b.meter = x.meter and b.actor = x.actor
      join unnest(v_ok) as o(id) on o.id = b.id
      cross join lateral jsonb_to_recordset(x.skipped) as d(starts timestamptz, ends timestamptz)
      on conflict do nothing;
    insert into quota."grant" (id, tenant, meter, amount, source, starts_at, expires_at, is_counted, reason, made_at)
      select d.id, x.tenant, x.meter, d.amount, 'rollover', d.starts, d.ends, true, 'what was left of the period before', v_now
      from quota.open_rows_3(p_rows) as x join quota.balance b on b.tenant = x.tenant and b.meter = x.meter and b.actor = x.actor
      join unnest(v_ok) as o(id) on o.id = b.id
      cross join lateral jsonb_to_recordset(x.rollovers) as d(id uuid, amount bigint, starts timestamptz, ends timestamptz);
  end if;
  if v_draws then
    update quota."grant" g set drawn = d.drawn, drawn_now = d.drawn_now, is_counted = d.is_counted
      from quota.open_rows_3(p_rows) as x join quota.balance b on b.tenant = x.tenant and b.meter = x.meter and b.actor = x.actor
      join unnest(v_made || v_ok) as o(id) on o.id = b.id
      cross join lateral jsonb_to_recordset(x.draws) as d(id uuid, drawn bigint, drawn_now bigint, is_counted boolean)
      where g.id = d.id;
  end if;
  insert into quota.opening (balance_id, seq, at, line, ceiling, facts)
    select b.id, b.seq, x.read_at, x.line, x.ceiling, x.facts
    from quota.open_rows_3(p_rows) as x join quota.balance b on b.tenant = x.tenant and b.meter = x.meter and b.actor = x.actor
    join unnest(v_ok) as o(id) on o.id = b.id
    where (x.line, x.ceiling) is distinct from (b.line, b.ceiling) or b.revision <> x.revision;

  with opened as (
    update quota.balance b
      set used = case when x.is_turned then 0 else b.used end, held = case when x.is_turned then 0 else b.held end,
        period_start = x.period_start, period_end = x.period_end,
        valid_until = least(x.valid_until, case when v_holds and not x.is_turned then (
          select min(h.expires_at) from quota.hold_line l join quota.hold h on h.id = l.hold
          where l.balance_id = b.id and l.is_held and l.period_start = b.period_start) end),
        line = x.line, ceiling = x.ceiling, own = x.own, base = x.base, opened_at = x.read_at, catalog_version = x.catalog_version,
        revision = x.revision, notice_at = x.notice_at, notice_level = x.notice_level, rearm_at = x.rearm_at, is_level = x.is_level,
        armed = case when x.is_level then b.seq else 0 end, pool = x.pool, draw = x.draw, window_ms = x.window_ms,
        grace_ms = x.grace_ms, grace_from = case when x.is_turned then null else b.grace_from end,
        per_us = x.per_us,
        debt = case when x.per_us = b.per_us then quota.debt_along_1(b.debt, b.debt_at, b.line, x.paces, x.read_at) else 0 end,
        debt_at = case when x.per_us is null then b.debt_at else greatest(b.debt_at, x.read_at) end
      from quota.open_rows_3(p_rows) as x, unnest(v_ok) as o(id)
      where b.tenant = x.tenant and b.meter = x.meter and b.actor = x.actor and o.id = b.id
      returning b.*, x.line_changed)
  -- What is passed when a line changes isn't told again, except that a tenant left at or over its line is told so once.
  insert into quota.notice (tenant, kind, once, facts, made_at)
    select o.tenant, 'threshold',
      concat_ws('/', 'threshold', o.id, extract(epoch from o.period_start)::text, o.catalog_version, o.revision, o.line, o.armed),
      jsonb_build_object('balance', o.id, 'meter', o.meter, 'level', 'reached', 'amount', o.line, 'used', o.used, 'held', o.held,
        'line', o.line, 'ceiling', o.ceiling, 'at', v_now,
        'period', case when isfinite(o.period_end) then jsonb_build_object('start', o.period_start, 'end', o.period_end) end),
      v_now
    from opened o where o.line_changed and o.line > 0 and o.used >= o.line and o.per_us is null
    order by o.id
    on conflict (once) do nothing;
  return cardinality(v_made) + cardinality(v_ok);
end $$;
