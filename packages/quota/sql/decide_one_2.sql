-- Decides a batch of one request with one line: the shortest path there is, for a caller who is alone.
-- The contract is that of decide_2: same lock order, same outcomes, numbers in place of arrays. What isn't simple (a key, a
-- pool, a rate, a window or a grace that would begin, no room, a second try) is decided by decide_2 itself.
create or replace function quota.decide_one_2(
  p_batch uuid, p_again boolean, p_now timestamptz, p_catalog int, p_balance bigint, p_amount bigint, p_charge uuid, p_key uuid,
  p_request_hash uuid, p_actor text, p_feature text,
  out at_ms float8, out is_again boolean, out crossed boolean, out outcome smallint, out charge uuid, out line_taken float8,
  out line_used float8, out line_held float8, out line_breached boolean, out line_room float8, out line_wait_ms float8, out line_late boolean,
  out line float8, out ceiling float8, out period_start_ms float8, out period_end_ms float8)
language plpgsql set enable_seqscan = off set enable_bitmapscan = off set jit = off
as $$
#variable_conflict use_column
declare
  c_unlimited constant bigint := 9007199254740991;
  r record;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'quota decides at READ COMMITTED: under % it would not see what others booked while it waited for a lock',
      current_setting('transaction_isolation') using errcode = 'invalid_transaction_state';
  end if;
  if p_key is null and not p_again then
    -- What is nearly always the case, in one statement: there is room. An update that waited for the row looks again.
    with booked as (
      update quota.balance b set used = b.used + p_amount, seq = b.seq + 1
        where b.id = p_balance and b.catalog_version >= p_catalog and coalesce(p_now, clock_timestamp()) < b.valid_until
          and p_amount <= coalesce(b.ceiling, c_unlimited) - b.used - b.held
          and b.pool is null and b.per_us is null and (b.window_ms is null or b.period_end < 'infinity')
          and (b.grace_ms is null or b.grace_from is not null or b.used + p_amount <= b.line)
        returning b.*, coalesce(p_now, clock_timestamp()) as at),
    entered as (
      insert into quota.entry (balance_id, seq, period_start, at, booked_at, kind, amount, charge, actor, feature)
        select k.id, k.seq, k.period_start, k.at, k.at, 'consume', p_amount, p_charge, p_actor, p_feature from booked k),
    noted as (
      insert into quota.batch (id, at, outcome, charge)
        select p_batch, clock_timestamp(), array[1::smallint], array[p_charge] from booked k where p_batch is not null)
    select k.at, k.used, k.line, k.ceiling, k.held, k.notice_at[1] as edge into r from booked k;
    if found then
      at_ms := extract(epoch from r.at) * 1000;
      is_again := false;
      outcome := 1;
      charge := p_charge;
      line_taken := p_amount;
      line_used := r.used;
      line_held := r.held;
      line_breached := false;
      line_room := case when r.ceiling is null then -1 else greatest(r.ceiling - r.used - r.held, 0) end;
      line_wait_ms := 0;
      line_late := false;
      line := coalesce(r.line, -1);
      ceiling := coalesce(r.ceiling, -1);
      period_start_ms := 0;
      period_end_ms := 0;
      crossed := coalesce(r.edge <= r.used, false);
      if crossed then perform quota.write_notices_2(r.at, array[p_balance]); end if;
      return;
    end if;
  end if;
  select d.at_ms, d.is_again, d.crossed, d.outcome[1], d.charge[1], d.line_taken[1], d.line_used[1], d.line_held[1],
      coalesce(d.line_breached[1], false), d.line_room[1], coalesce(d.line_wait_ms[1], 0), coalesce(d.line_late[1], false), d.line[1],
      d.ceiling[1], coalesce(d.period_start_ms[1], 0), coalesce(d.period_end_ms[1], 0)
    into at_ms, is_again, crossed, outcome, charge, line_taken, line_used, line_held, line_breached, line_room, line_wait_ms, line_late, line,
      ceiling, period_start_ms, period_end_ms
    from quota.decide_2(p_batch, p_again, p_now, p_catalog, true, array[p_balance], array[1::smallint], '{}', '{}', '{}', array[1],
      array[1], array[p_amount], '{}', array[p_charge], array[p_key], array[p_request_hash], array[p_actor], array[p_feature]) as d;
end $$;
