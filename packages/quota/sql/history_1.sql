-- What a tenant used of a meter, by buckets of its own zone: signed amounts from the ledger, each in the bucket of its own
-- time. What was drawn through a pool counts once, as the child's: the tenant's own entries, and of its pools' those that
-- it drew where its own limit held no more. What others drew on the tenant's own pool is theirs.
--
-- Reads; takes no lock. p_by: feature, actor, or null. p_grain: hour, day or month.
-- The pools are those of the tenants above, now or before a move that is on record.
-- Returns at most p_most rows, by start and part: the bucket's start, what it is split by, the sum, and how many charges and
-- events used something.
create or replace function quota.history_1(
  p_tenant text, p_meter text, p_grain text, p_from timestamptz, p_to timestamptz, p_by text, p_most int)
returns table (start_ms float8, part text, amount float8, calls int)
language sql stable set jit = off
as $$
  with recursive family as (
    select p_tenant as id, 0 as depth
    union
    select above.parent, f.depth + 1 from family f cross join lateral (
        select t.parent from quota.tenant t where t.id = f.id
        union all select a.before ->> 'parent' from quota.audit a where a.tenant = f.id and a.before ? 'parent') as above
      where above.parent is not null and f.depth < 9),
  bal as materialized (
    select b.id, min(f.depth) as depth from quota.balance b join family f on f.id = b.tenant
    where b.meter = p_meter and b.actor = '' group by b.id),
  booked as (
    select e.* from quota.entry e join bal b on b.id = e.balance_id
    -- What happened is booked at once, but for events: those are told at most 400 days later.
    where e.at >= p_from and e.at < p_to and e.booked_at >= p_from and e.booked_at < p_to + interval '401 days'
      and e.kind <> 'brought_forward'
      and case when b.depth = 0 then e.via is null else e.via in (select x.id from bal x)
        and (e.via in (select x.id from bal x where x.depth = 0) or exists (
          select from quota.entry o join bal x on x.id = o.balance_id where o.charge = e.charge and o.via is null and x.depth = 0))
        -- Each unit through the pool: the child's entry has it already.
        and not exists (
          select from quota.entry o join bal x on x.id = o.balance_id where o.charge = e.charge and x.depth < b.depth and o.draw = 1)
      end)
  select extract(epoch from x.start)::float8 * 1000, x.part, x.amount::float8, x.calls::int
  from (
    select date_trunc(p_grain, e.at, coalesce((select t.zone from quota.tenant t where t.id = p_tenant), 'UTC')) as start,
      case p_by when 'feature' then e.feature when 'actor' then e.actor else '' end as part, sum(e.amount) as amount,
      count(distinct e.charge) filter (where e.amount > 0 and e.kind in ('consume', 'settle', 'record')) as calls
    from booked e group by 1, 2) as x
  where x.amount <> 0 or x.calls > 0
  order by x.start, x.part limit p_most
$$;
