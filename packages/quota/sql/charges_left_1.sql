-- A tenant's charges of a range with what is left of each: booked, less what was returned. What a pool gave is counted where
-- the own limit held no more; of a level at most what is used counts, and nothing of a charge that is over.
--
-- Reads; takes no lock. p_meter, p_feature: null for all. [p_from, p_to): when the charge was made, or its event happened.
-- Charges after p_after by id, at most p_most of them.
-- Returns a row for each charge and meter of which something is left, and the page's last charge on each row; where nothing is
-- left of a whole page, one row with amount 0.
create or replace function quota.charges_left_1(
  p_tenant text, p_meter text, p_feature text, p_from timestamptz, p_to timestamptz, p_after uuid, p_most int)
returns table (charge uuid, meter text, amount float8, last uuid)
language sql stable set jit = off set enable_hashjoin = off
as $$
  with recursive page as materialized (
    select e.charge from quota.entry e join quota.balance b on b.id = e.balance_id
    where b.tenant = p_tenant and (p_meter is null or b.meter = p_meter) and e.via is null and e.kind in ('consume', 'settle', 'record')
      and e.at >= p_from and e.at < p_to and e.booked_at >= p_from and e.booked_at < p_to + interval '401 days'
      and (p_feature is null or e.feature = p_feature) and e.charge > p_after
    group by e.charge order by e.charge limit p_most),
  net as materialized (
    select e.charge, e.balance_id, e.via, b.meter, b.tenant, max(e.draw) as draw, b.is_level, b.used, sum(e.amount) as amount,
      bool_or(e.amount = 0 and e.kind not in ('consume', 'settle')) as is_over
    from page p join quota.entry e on e.charge = p.charge join quota.balance b on b.id = e.balance_id
    where p_meter is null or b.meter = p_meter group by e.charge, e.balance_id, b.id, e.via),
  path as (
    select n.* from net n where n.via is null and n.tenant = p_tenant
    union all
    select n.* from path p join net n on n.charge = p.charge and n.via = p.balance_id where p.draw = 2),
  left_over as (
    select p.charge, p.meter, sum(case when p.is_over then 0 when p.is_level then greatest(least(p.amount, p.used), 0)
      else greatest(p.amount, 0) end) as amount
    from path p group by 1, 2)
  select l.charge, l.meter, l.amount::float8, (select max(p.charge::text)::uuid from page p) from left_over l where l.amount > 0
  union all
  select p.charge, '', 0, p.charge from page p where p.charge = (select max(q.charge::text)::uuid from page q)
    and not exists (select from left_over l where l.amount > 0)
$$;
