-- Sets a limit in place of the plan's, or takes it away (p_limit null), and puts it on record.
-- Lock order: the tenant, then its balances by id.
create or replace function quota.set_override_1(
  p_now timestamptz, p_tenant text, p_default_plan text, p_meter text, p_limit jsonb, p_until timestamptz, p_actor text, p_reason text)
returns void language plpgsql set enable_seqscan = off
as $$
declare
  v_now timestamptz := coalesce(p_now, clock_timestamp());
  v_before jsonb;
  v_after jsonb := case when p_limit is not null then jsonb_build_object('meter', p_meter, 'limit', p_limit, 'until', p_until) end;
begin
  insert into quota.tenant (id, plan) values (p_tenant, p_default_plan) on conflict (id) do nothing;
  perform 1 from quota.tenant t where t.id = p_tenant for no key update;
  select jsonb_build_object('meter', o.meter, 'limit', o."limit", 'until', o.until) into v_before
    from quota.override o where o.tenant = p_tenant and o.meter = p_meter and o.until > v_now;
  if v_before is not distinct from v_after then return; end if;
  delete from quota.override o where o.tenant = p_tenant and o.meter = p_meter;
  if p_limit is not null then
    insert into quota.override (tenant, meter, "limit", until, reason, actor, made_at)
      values (p_tenant, p_meter, p_limit, p_until, p_reason, p_actor, v_now);
  end if;
  perform quota.contract_changed_1(v_now, array[p_tenant], 'set_override', p_actor, p_reason, v_before, v_after);
end $$;
