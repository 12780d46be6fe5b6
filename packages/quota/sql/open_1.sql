-- Opens balances set-wise: writes what TypeScript resolved from calendar and contract, and turns a period that ended.
-- Compare-and-set on seq and epoch: an opener that read before somebody else wrote changes nothing. An older catalog opens
-- what a newer one opened only once that is stale for both: else nobody could where no process of the newer one is left.
--
-- Lock order: tenants by id (shared, so that no contract changes meanwhile), then balances by id.
-- p_rows: [{ tenant, meter, seq (null: there was no balance), revision, catalog_version, period_start, period_end,
--   valid_until, line, ceiling (null: unlimited), notice_at, notice_level, rearm_at, is_level, line_changed }]
-- Returns how many rows were written; those that were not are read again by the caller.
create or replace function quota.open_1(p_now timestamptz, p_rows jsonb) returns int
language plpgsql set enable_seqscan = off set enable_mergejoin = off set jit = off
as $$
#variable_conflict use_column
declare
  n_made int;
  n_opened int;
  v_now timestamptz;
begin
  perform 1 from quota.tenant t where t.id in (select x ->> 'tenant' from jsonb_array_elements(p_rows) as x) order by t.id for share;

  insert into quota.balance (tenant, meter, period_start, period_end, valid_until, catalog_version, revision, line, ceiling,
      notice_at, notice_level, rearm_at)
    select x.tenant, x.meter, x.period_start, x.period_end, x.valid_until, x.catalog_version, x.revision, x.line, x.ceiling,
      x.notice_at, x.notice_level, x.rearm_at
    from quota.open_rows_1(p_rows) as x join quota.tenant t on t.id = x.tenant and t.revision = x.revision
    where x.seq is null
    -- In one order everywhere, for openers of the same new balances wait for each other.
    order by x.tenant, x.meter
    on conflict (tenant, meter, actor) do nothing;
  get diagnostics n_made = row_count;

  perform 1 from quota.balance b join quota.open_rows_1(p_rows) as x
      on b.tenant = x.tenant and b.meter = x.meter and b.actor = '' and x.seq is not null
    order by b.id for no key update of b;
  v_now := coalesce(p_now, clock_timestamp());

  insert into quota.period (balance_id, period_start, period_end, used, held, line, ceiling, last_seq)
    select b.id, b.period_start, b.period_end, b.used, b.held, b.line, b.ceiling, b.seq
    from quota.open_rows_1(p_rows) as x join quota.balance b on b.tenant = x.tenant and b.meter = x.meter and b.actor = ''
    join quota.tenant t on t.id = x.tenant and t.revision = x.revision
    where b.seq = x.seq and (b.catalog_version <= x.catalog_version or b.valid_until <= v_now) and b.revision <= x.revision and b.period_start < x.period_start;

  with opened as (
    update quota.balance b
      set used = case when b.period_start < x.period_start then 0 else b.used end,
        period_start = x.period_start, period_end = x.period_end, valid_until = x.valid_until, line = x.line, ceiling = x.ceiling,
        catalog_version = x.catalog_version, revision = x.revision, notice_at = x.notice_at, notice_level = x.notice_level,
        rearm_at = x.rearm_at, armed = case when x.is_level then b.seq else 0 end
      from quota.open_rows_1(p_rows) as x join quota.tenant t on t.id = x.tenant and t.revision = x.revision
      where b.tenant = x.tenant and b.meter = x.meter and b.actor = '' and b.seq = x.seq
        and (b.catalog_version <= x.catalog_version or b.valid_until <= v_now) and b.revision <= x.revision and b.period_start <= x.period_start
      returning b.*, x.line_changed),
  -- What is passed when a line changes isn't told again, except that a tenant left at or over its line is told so once.
  told as (
    insert into quota.notice (tenant, kind, once, facts, made_at)
      select o.tenant, 'threshold',
        concat_ws('/', 'threshold', o.id, extract(epoch from o.period_start)::text, o.catalog_version, o.revision, o.line, o.armed),
        jsonb_build_object('balance', o.id, 'meter', o.meter, 'level', 'reached', 'amount', o.line, 'used', o.used, 'held', o.held,
          'line', o.line, 'ceiling', o.ceiling, 'at', v_now,
          'period', case when isfinite(o.period_start) then jsonb_build_object('start', o.period_start, 'end', o.period_end) end),
        v_now
      from opened o where o.line_changed and o.line > 0 and o.used >= o.line
      order by o.id
      on conflict (once) do nothing)
  select count(*) into n_opened from opened;
  return n_made + n_opened;
end $$;
