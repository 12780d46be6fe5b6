-- Compares one page of balances with the ledger and the holds, and their periods likewise. One statement, so of one moment:
-- every commit writes both sides, so what differs is wrong also while others decide. Reads; takes no lock.
--
-- p_tenant: of one tenant, null: of all. Balances after p_after, by id, at most p_most. Rates have no ledger.
-- A closed period is compared while the ledger reaches back to it: `retain` says on record since when it doesn't.
-- Returns { last: id of the page's last balance or null, drifts: [{ balance_id, tenant, meter, what: used or held,
-- start: of a period that ended, null: the running one, is_closed, balance, truth }] }.
create or replace function quota.drifts_1(p_tenant text, p_after bigint, p_most int) returns jsonb
language sql stable
-- It would else read the whole ledger, or all balances, for each page: 24 s for 100,000 balances in place of 4.
set enable_seqscan = off set enable_mergejoin = off set enable_bitmapscan = off set jit = off
as $$
  with page as materialized (
    select b.id, b.tenant, b.meter, b.period_start, b.used, b.held from quota.balance b
    where b.id > p_after and b.per_us is null and (p_tenant is null or b.tenant = p_tenant) order by b.id limit p_most),
  standing as (
    select b.id, b.tenant, b.meter, b.period_start, null::timestamptz as ended_start, false as is_closed, b.used, b.held from page b
    union all
    select b.id, b.tenant, b.meter, p.period_start, p.period_start, p.closed_at is not null, p.used, p.held
    from page b join quota.period p on p.balance_id = b.id
    where p.closed_at is null or p.period_end > coalesce(
      (select max((a.after ->> 'before')::timestamptz) from quota.audit a where a.tenant = '' and a.action = 'retain'), '-infinity')),
  booked as (
    select e.balance_id, e.period_start, sum(e.amount)::bigint as used from quota.entry e
    where e.balance_id in (select b.id from page b) group by 1, 2),
  aside as (
    select l.balance_id, l.period_start, sum(greatest(l.amount - l.settled, 0))::bigint as held from quota.hold_line l
    where l.is_held and l.balance_id in (select b.id from page b) group by 1, 2),
  compared as (
    select s.*, x.what, x.balance, x.truth from standing s
    left join booked k on k.balance_id = s.id and k.period_start = s.period_start
    left join aside a on a.balance_id = s.id and a.period_start = s.period_start
    cross join lateral (values ('used', s.used, coalesce(k.used, 0)), ('held', s.held, coalesce(a.held, 0))) as x(what, balance, truth)
    where x.balance <> x.truth)
  select jsonb_build_object('last', (select max(b.id) from page b), 'drifts', coalesce((
    select jsonb_agg(jsonb_build_object('balance_id', c.id, 'tenant', c.tenant, 'meter', c.meter, 'what', c.what,
      'start', c.ended_start, 'is_closed', c.is_closed, 'balance', c.balance, 'truth', c.truth)
      order by c.id, c.ended_start nulls first, c.what desc) from compared c), '[]'))
$$;
