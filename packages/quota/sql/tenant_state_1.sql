-- All that a tenant's usage is computed from, in one statement and so of one moment: the tenant and those above it, their
-- balances, what holds that expired still hold of them, overrides, grants, and the database's time. Reads; takes no lock.
create or replace function quota.tenant_state_1(p_now timestamptz, p_tenant text) returns jsonb
language plpgsql stable
-- Planned once a connection, for a tenant among many: also while the tables are small or were never analysed.
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off
as $$ begin return (
  with recursive family as (
    select t.*, 1 as generation from quota.tenant t where t.id = p_tenant
    union all select p.*, f.generation + 1 from family f join quota.tenant p on p.id = f.parent where f.generation < 9),
  moment as (select coalesce(p_now, clock_timestamp()) as at),
  bal as materialized (select b.* from quota.balance b join family f on f.id = b.tenant)
  select jsonb_build_object(
    'nowMs', (select extract(epoch from m.at) * 1000 from moment m),
    'tenants', coalesce((select jsonb_agg(jsonb_build_object('id', f.id, 'parent', f.parent, 'plan', f.plan, 'nextPlan', f.next_plan,
      'nextPlanAtMs', extract(epoch from f.next_plan_at) * 1000, 'anchor', f.anchor, 'zone', f.zone,
      'isSuspended', f.suspended_at is not null, 'revision', f.revision) order by f.generation) from family f), '[]'),
    'balances', coalesce((select jsonb_agg(jsonb_build_object('id', b.id, 'tenant', b.tenant, 'meter', b.meter, 'actor', b.actor,
      'used', b.used, 'own', b.own, 'base', b.base, 'line', b.line, 'debt', b.debt, 'revision', b.revision,
      'held', b.held - coalesce((select sum(greatest(l.amount - l.settled, 0)) from quota.hold_line l join quota.hold h on h.id = l.hold
        where l.balance_id = b.id and l.is_held and l.period_start = b.period_start and h.expires_at <= least(m.at, b.period_end)), 0),
      'startMs', case when isfinite(b.period_start) then extract(epoch from b.period_start) * 1000 end,
      'endMs', case when isfinite(b.period_end) then extract(epoch from b.period_end) * 1000 end,
      'openedAtMs', case when isfinite(b.opened_at) then extract(epoch from b.opened_at) * 1000 end,
      'graceFromMs', extract(epoch from b.grace_from) * 1000,
      'debtAtMs', case when isfinite(b.debt_at) then extract(epoch from b.debt_at) * 1000 end)) from bal b, moment m), '[]'),
    'overrides', coalesce((select jsonb_agg(jsonb_build_object('tenant', o.tenant, 'meter', o.meter, 'limit', o."limit",
      'untilMs', case when isfinite(o.until) then extract(epoch from o.until) * 1000 end))
      from quota.override o join family f on f.id = o.tenant), '[]'),
    'grants', coalesce((select jsonb_agg(jsonb_build_object('id', g.id, 'tenant', g.tenant, 'meter', g.meter, 'amount', g.amount,
      'drawn', g.drawn, 'drawnNow', coalesce(d.amount, 0), 'isCounted', g.is_counted, 'source', g.source, 'reason', g.reason, 'giver', g.giver,
      'startsMs', extract(epoch from g.starts_at) * 1000,
      'expiresMs', case when isfinite(g.expires_at) then extract(epoch from g.expires_at) * 1000 end) order by g.expires_at, g.id)
      from moment m, quota."grant" g join family f on f.id = g.tenant
      left join bal b on b.tenant = g.tenant and b.meter = g.meter and b.actor = ''
      left join lateral (select x.amount from quota.draws_1(array[b.id]) as x where x.grant_id = g.id) as d on true
      where g.drawn_now > 0 or g.expires_at > least(m.at, case when isfinite(b.period_start) then b.period_start end)), '[]')));
end $$;
