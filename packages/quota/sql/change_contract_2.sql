-- Writes a tenant's new contract, raises its revision, makes its balances stale and puts the change on record. Keys that are
-- missing stay as they were. A change to what holds already does nothing.
--
-- Lock order: the tenant (and, for a new parent, its ancestors, by id), then its balances by id. An opener that read the old
-- revision finds the tenant changed.
-- p_change: { plan, next_plan, next_plan_at, parent, anchor, zone, suspended }.
-- Returns outcome 1 done, 2 the parent is the tenant itself or one of its descendants, 3 too many generations (more than
-- five); the meters whose balances became stale.
create or replace function quota.change_contract_2(
  p_now timestamptz, p_tenant text, p_default_plan text, p_change jsonb, p_action text, p_actor text, p_reason text,
  out outcome int, out meter text[])
language plpgsql set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  v_now timestamptz := coalesce(p_now, clock_timestamp());
  v_before quota.tenant;
  v_after quota.tenant;
  v_parent text := p_change ->> 'parent';
  v_above int;
  v_below int;
begin
  outcome := 1;
  meter := '{}';
  insert into quota.tenant (id, plan) select x.id, p_default_plan from unnest(array[p_tenant, v_parent]) as x(id) where x.id is not null
    order by 1 on conflict (id) do nothing;
  -- Who sets a parent waits for everybody who does: two that are made each other's parent at once would be a cycle.
  if v_parent is not null then perform pg_advisory_xact_lock(1886152046); end if;
  select * into v_before from quota.tenant t where t.id = p_tenant for no key update;
  if v_parent is not null then
    with recursive above as (
      select t.id, t.parent, 1 as depth from quota.tenant t where t.id = v_parent
      union all select t.id, t.parent, a.depth + 1 from above a join quota.tenant t on t.id = a.parent where a.depth < 9),
    below as (
      select p_tenant as id, 1 as depth
      union all select t.id, b.depth + 1 from below b join quota.tenant t on t.parent = b.id where b.depth < 9)
    select (select max(a.depth) from above a), (select max(b.depth) from below b),
        case when exists (select from above a where a.id = p_tenant) then 2 else 1 end
      into v_above, v_below, outcome;
    if outcome = 1 and v_above + v_below > 5 then outcome := 3; end if;
    if outcome <> 1 then return; end if;
  end if;

  -- A change that was due by now has happened, whoever reads it first.
  if v_before.next_plan_at <= v_now then
    v_before.plan := v_before.next_plan;
    v_before.next_plan := null;
    v_before.next_plan_at := null;
  end if;
  v_after := v_before;
  v_after.plan := coalesce(p_change ->> 'plan', v_before.plan);
  if p_change ? 'next_plan' or p_change ? 'plan' then
    v_after.next_plan := p_change ->> 'next_plan';
    v_after.next_plan_at := (p_change ->> 'next_plan_at')::timestamptz;
  end if;
  if p_change ? 'parent' then v_after.parent := v_parent; end if;
  v_after.anchor := coalesce((p_change ->> 'anchor')::date, v_before.anchor);
  v_after.zone := coalesce(p_change ->> 'zone', v_before.zone);
  if p_change ? 'suspended' then
    v_after.suspended_at := case when (p_change ->> 'suspended')::boolean then coalesce(v_before.suspended_at, v_now) end;
  end if;
  if v_after = v_before then return; end if;
  update quota.tenant t
    set revision = t.revision + 1, plan = v_after.plan, next_plan = v_after.next_plan, next_plan_at = v_after.next_plan_at,
      parent = v_after.parent, anchor = v_after.anchor, zone = v_after.zone, suspended_at = v_after.suspended_at
    where t.id = p_tenant;
  insert into quota.audit (tenant, at, actor, action, reason, before, after)
    values (p_tenant, v_now, p_actor, p_action, p_reason, quota.contract_words_1(v_before), quota.contract_words_1(v_after));
  meter := quota.make_stale_1(v_now, array[p_tenant]);
  if v_after.zone <> v_before.zone then perform quota.sum_days_1(p_tenant); end if;
end $$;

-- Sums a tenant's days anew from its hours, in its zone as it is now. The caller holds the tenant's row.
create or replace function quota.sum_days_1(p_tenant text) returns void language plpgsql as $$
declare
  v_own bigint[] := array(select b.id from quota.balance b where b.tenant = p_tenant);
  v_zone text := (select t.zone from quota.tenant t where t.id = p_tenant);
begin
  delete from quota.rollup r where r.balance_id = any (v_own) and r.grain <> 'hour';
  insert into quota.rollup (balance_id, grain, bucket, feature, actor, amount, calls)
    select r.balance_id, 'day', date_trunc('day', r.bucket, v_zone), r.feature, r.actor, sum(r.amount), sum(r.calls)
    from quota.rollup r
    where r.balance_id = any (v_own) and r.grain = 'hour'
    group by 1, 2, 3, 4, 5 having sum(r.amount) <> 0 or sum(r.calls) > 0;
end $$;

-- A tenant's contract as it stands in the audit.
create or replace function quota.contract_words_1(p_tenant quota.tenant) returns jsonb language sql immutable as $$
  select jsonb_strip_nulls(jsonb_build_object('plan', p_tenant.plan, 'next_plan', p_tenant.next_plan, 'next_plan_at', p_tenant.next_plan_at,
    'parent', p_tenant.parent, 'anchor', p_tenant.anchor, 'zone', p_tenant.zone, 'suspended_at', p_tenant.suspended_at))
$$;

-- Makes tenants' balances stale, in id order; the caller holds the tenants' rows. A rate's debt went down at its old line until
-- now; at which it does from here on, whoever opens the balance knows. Returns their meters.
create or replace function quota.make_stale_1(p_now timestamptz, p_tenants text[]) returns text[] language plpgsql as $$
declare
  v_meters text[];
begin
  perform 1 from quota.balance b where b.tenant = any (p_tenants) order by b.id for no key update;
  with stale as (
    update quota.balance b
      set valid_until = '-infinity',
        debt = case when b.per_us is null then b.debt else quota.debt_1(b.debt, b.debt_at, b.line, p_now) end,
        debt_at = case when b.per_us is null then b.debt_at else greatest(b.debt_at, p_now) end
      where b.tenant = any (p_tenants) returning b.meter)
  select coalesce(array_agg(distinct s.meter), '{}') into v_meters from stale s;
  return v_meters;
end $$;
