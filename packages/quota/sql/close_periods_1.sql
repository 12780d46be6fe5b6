-- Closes periods that ended more than 24 hours ago: writes what of their use was included, granted, beyond the line and
-- late, which add up to `used`, and holds nothing in them any more. After that a row never changes.
--
-- Lock order: balances by id, then their periods: whoever books into a period holds its balance. Two that close at once take
-- turns, and each period is closed by one of them.
-- included  by the plan's own limit. granted: what grants gave, as `balance.base` tells. overage: beyond the line up to the
--   ceiling, in grace or above a soft limit too. late: above the ceiling.
-- Line and ceiling are the highest that held in the period: what a plan allowed stays allowed when it is left.
-- Returns how many were closed, at most p_most; −1 where others closed all that it had found.
create or replace function quota.close_periods_1(p_now timestamptz, p_most int) returns int
language plpgsql set enable_mergejoin = off set jit = off
as $$
declare
  c_unlimited constant bigint := 9007199254740991;
  v_now timestamptz := coalesce(p_now, clock_timestamp());
  v_balance bigint[];
  v_closed int;
begin
  v_balance := array(
    select distinct x.balance_id from (
      select p.balance_id from quota.period p where p.closed_at is null and p.period_end < v_now - interval '24 hours'
      order by p.period_end, p.balance_id limit p_most) as x);
  perform 1 from quota.balance b where b.id = any (v_balance) order by b.id for no key update;
  v_now := coalesce(p_now, clock_timestamp());

  with due as materialized (
    select p.* from quota.period p
    where p.balance_id = any (v_balance) and p.closed_at is null and p.period_end < v_now - interval '24 hours'
    order by p.period_end, p.balance_id limit p_most),
  -- The contract that held for the period's first entry, and all that followed until its end.
  contract as (
    select d.balance_id, d.period_start, max(coalesce(o.line, c_unlimited)) as line, max(coalesce(o.ceiling, c_unlimited)) as ceiling,
      (array_agg((o.facts ->> 'grants')::bigint order by o.seq desc, o.at desc, o.ctid desc))[1] as grants
    from due d
    cross join lateral (
      select e.seq from quota.entry e
      where e.balance_id = d.balance_id and e.period_start = d.period_start and e.booked_at >= d.period_start
      order by e.seq limit 1) as first
    cross join lateral (
      select o.seq, o.at from quota.opening o where o.balance_id = d.balance_id and o.seq < first.seq
      order by o.seq desc, o.at desc limit 1) as since
    join quota.opening o on o.balance_id = d.balance_id and (o.seq, o.at) >= (since.seq, since.at) and o.at < d.period_end
    group by 1, 2),
  bounds as (
    select d.balance_id, d.period_start, d.used, d.base,
      -- A balance that was opened before openings were kept has what it ended with.
      greatest(c.line, coalesce(d.line, c_unlimited)) as line, greatest(c.ceiling, c.line, coalesce(d.ceiling, c_unlimited)) as ceiling,
      coalesce(c.grants, greatest(coalesce(d.line, 0) - d.base, 0)) as grants
    from due d left join contract c on c.balance_id = d.balance_id and c.period_start = d.period_start),
  parts as (
    select x.*, least(x.used, x.line) as within, least(x.used, x.ceiling) as allowed,
      greatest(least(x.used - x.base, x.grants, least(x.used, x.line)), 0) as granted
    from bounds x)
  update quota.period p
    set closed_at = v_now, held = 0, included = x.within - x.granted, granted = x.granted, overage = x.allowed - x.within,
      late = x.used - x.allowed
    from parts x where p.balance_id = x.balance_id and p.period_start = x.period_start;
  get diagnostics v_closed = row_count;

  -- Work that settles later is booked in the present period: nothing is set aside for it here.
  update quota.hold_line l set is_held = false
    from quota.period p
    where l.is_held and l.balance_id = any (v_balance) and p.balance_id = l.balance_id and p.period_start = l.period_start
      and p.closed_at is not null;
  return case when v_closed = 0 and cardinality(v_balance) > 0 then -1 else v_closed end;
end $$;
