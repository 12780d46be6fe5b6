-- Writes a tenant's new contract, raises its revision, makes its balances stale and puts the change on record. Null: as it
-- was. A change to what holds already does nothing.
--
-- Lock order: the tenant, then its balances by id. An opener that read the old revision finds the tenant changed.
-- Returns the meters whose balances became stale.
create or replace function quota.change_contract_1(
  p_now timestamptz, p_tenant text, p_default_plan text, p_plan text, p_anchor_day smallint, p_zone text, p_action text,
  p_actor text, p_reason text) returns table (meter text)
language plpgsql as $$
declare
  v_before quota.tenant;
  v_after quota.tenant;
begin
  insert into quota.tenant (id, plan) values (p_tenant, p_default_plan) on conflict (id) do nothing;
  select * into v_before from quota.tenant t where t.id = p_tenant for no key update;
  update quota.tenant t
    set revision = t.revision + 1, plan = coalesce(p_plan, t.plan), anchor_day = coalesce(p_anchor_day, t.anchor_day),
      zone = coalesce(p_zone, t.zone)
    where t.id = p_tenant
      and (t.plan, t.anchor_day, t.zone) is distinct from
        (coalesce(p_plan, t.plan), coalesce(p_anchor_day, t.anchor_day), coalesce(p_zone, t.zone))
    returning t.* into v_after;
  if not found then return; end if;
  insert into quota.audit (tenant, at, actor, action, reason, before, after)
    values (p_tenant, coalesce(p_now, now()), p_actor, p_action, p_reason,
      jsonb_build_object('plan', v_before.plan, 'anchor', v_before.anchor_day, 'zone', v_before.zone),
      jsonb_build_object('plan', v_after.plan, 'anchor', v_after.anchor_day, 'zone', v_after.zone));
  perform 1 from quota.balance b where b.tenant = p_tenant order by b.id for no key update;
  return query update quota.balance b set valid_until = '-infinity' where b.tenant = p_tenant returning b.meter;
end $$;
