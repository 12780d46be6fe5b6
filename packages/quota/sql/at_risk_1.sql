-- Balances whose `used` is at least p_at_least percent of their line: those at it first, most used first; then by when they
-- reach it at the pace of their period, if before its end; then the others, most used first. What a call has not opened since its period ended is not
-- among them. Looks through all balances, without an index.
-- Reads; takes no lock. p_tenant null: of all tenants. p_meters: stored names.
-- Returns at most p_most of them.
create or replace function quota.at_risk_1(p_now timestamptz, p_tenant text, p_meters text[], p_at_least int, p_most int)
returns table (tenant text, meter text)
language sql stable set jit = off
as $$
  select b.tenant, b.meter
  from quota.balance b cross join (select coalesce(p_now, clock_timestamp()) as at) as now
  cross join lateral (select case when isfinite(b.period_start) and isfinite(b.period_end) and b.used > 0
    then extract(epoch from now.at - b.period_start)::float8 * (b.line - b.used) / b.used end as left_s) as pace
  where (p_tenant is null or b.tenant = p_tenant) and b.meter = any (p_meters) and b.per_us is null and b.actor = ''
    and b.used > 0 and b.used * 100 >= b.line * p_at_least and now.at < b.period_end
  order by b.used >= b.line desc,
    case when b.used >= b.line then -(b.used::float8 / greatest(b.line, 1)) end,
    case when pace.left_s > 0 and now.at + pace.left_s * interval '1 second' < b.period_end then pace.left_s end nulls last,
    b.used::float8 / greatest(b.line, 1) desc, b.id
  limit p_most
$$;
