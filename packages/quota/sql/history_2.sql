-- What a tenant used of a meter, by buckets of its own zone: signed amounts, each in the bucket of its own time. What was drawn
-- through a pool counts once, as the child's: what others drew on the tenant's own pool is theirs.
-- From the rollups, and from the ledger what no rollup has yet: all of it at one moment, whenever it was aggregated last.
--
-- Reads; takes no lock. p_by: feature, actor, or null. p_grain: hour, day or month. A range that cuts an hour has the whole hour.
-- Months are summed from days, days that the range cuts from hours.
-- The pools are those of the tenants above, now or before a move that is on record.
-- Returns at most p_most rows, by start and part: the bucket's start, what it is split by, the sum, and how many charges and
-- events used something first in it.
create or replace function quota.history_2(
  p_tenant text, p_meter text, p_grain text, p_from timestamptz, p_to timestamptz, p_by text, p_most int)
returns table (start_ms float8, part text, amount float8, calls int)
language plpgsql stable set enable_hashjoin = off set enable_mergejoin = off set jit = off
as $$
#variable_conflict use_column
declare
  v_zone text := coalesce((select t.zone from quota.tenant t where t.id = p_tenant), 'UTC');
  v_own bigint := (select b.id from quota.balance b where b.tenant = p_tenant and b.meter = p_meter and b.actor = '');
  v_from timestamptz := date_trunc('hour', p_from, v_zone);
  v_to timestamptz := date_trunc('hour', p_to + interval '1 hour' - interval '1 microsecond', v_zone);
  v_grain text := case p_grain when 'month' then 'day' else p_grain end;
  -- The rollups of this grain that lie within the range whole.
  v_low timestamptz := date_trunc(v_grain, v_from, v_zone);
  v_high timestamptz := date_trunc(v_grain, v_to, v_zone);
begin
  if v_low < v_from then v_low := ((v_low at time zone v_zone) + interval '1 day') at time zone v_zone; end if;
  if v_low >= v_high then
    v_low := v_to;
    v_high := v_to;
  end if;
  return query
  with recursive family as (
    select p_tenant as id
    union
    select above.parent from family f cross join lateral (
        select t.parent from quota.tenant t where t.id = f.id
        union all select a.before ->> 'parent' from quota.audit a where a.tenant = f.id and a.before ? 'parent') as above
      where above.parent is not null),
  unread as (
    select e.*
    from quota.balance b join family f on f.id = b.tenant left join quota.rollup_cursor c on c.balance_id = b.id
    join quota.entry e on e.balance_id = b.id and e.seq > coalesce(c.seq, 0)
      and e.booked_at >= coalesce(c.booked_at, '-infinity') - interval '1 day'
    where b.meter = p_meter and b.actor = '' and b.seq > coalesce(c.seq, 0) and e.at >= v_from and e.at < v_to),
  parts as (
    select r.bucket as start, r.feature, r.actor, r.amount, r.calls
    from quota.rollup r where r.balance_id = v_own and r.grain = v_grain and r.bucket >= v_low and r.bucket < v_high
    union all
    select r.bucket, r.feature, r.actor, r.amount, r.calls
    from quota.rollup r where r.balance_id = v_own and r.grain = 'hour' and r.bucket >= v_from and r.bucket < v_low
    union all
    select r.bucket, r.feature, r.actor, r.amount, r.calls
    from quota.rollup r where r.balance_id = v_own and r.grain = 'hour' and r.bucket >= greatest(v_low, v_high) and r.bucket < v_to
    union all
    select e.at, e.feature, e.actor, e.amount, case when e.amount > 0 and e.kind in ('consume', 'settle', 'record')
        and quota.is_first_1(e.charge, p_meter, e.booked_at, e.balance_id, e.seq) then 1 else 0 end
    from unread e
    where e.kind <> 'brought_forward'
      and case when e.via is null then e.balance_id else quota.owner_1(e.charge, e.via) end = v_own)
  select extract(epoch from x.start)::float8 * 1000, x.part, x.amount::float8, x.calls::int
  from (
    select date_trunc(p_grain, p.start, v_zone) as start,
      case p_by when 'feature' then p.feature when 'actor' then p.actor else '' end as part, sum(p.amount) as amount, sum(p.calls) as calls
    from parts p group by 1, 2) as x
  where x.amount <> 0 or x.calls > 0
  order by x.start, x.part limit p_most;
end $$;
