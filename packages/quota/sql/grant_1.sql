-- Gives a tenant an extra amount, and puts it on record. p_key: the same key gives it once.
-- Lock order: the tenant, then its balances by id. Returns the grant's id, the earlier one's for a known key.
create or replace function quota.grant_1(
  p_now timestamptz, p_id uuid, p_tenant text, p_default_plan text, p_meter text, p_amount bigint, p_source text,
  p_starts timestamptz, p_expires timestamptz, p_key uuid, p_actor text, p_reason text,
  out id uuid, out made boolean)
language plpgsql set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  v_now timestamptz := coalesce(p_now, clock_timestamp());
begin
  insert into quota.tenant (id, plan) values (p_tenant, p_default_plan) on conflict (id) do nothing;
  perform 1 from quota.tenant t where t.id = p_tenant for no key update;
  select g.id, false into id, made from quota."grant" g where g.key = p_key;
  if found then return; end if;
  select g.id, false into id, made from quota."grant" g where g.id = p_id;
  if found then return; end if;
  insert into quota."grant" (id, tenant, meter, amount, source, starts_at, expires_at, key, reason, made_at)
    values (p_id, p_tenant, p_meter, p_amount, p_source, coalesce(p_starts, v_now), p_expires, p_key, p_reason, v_now);
  perform quota.contract_changed_1(v_now, array[p_tenant], 'grant', p_actor, p_reason, null,
    jsonb_build_object('grant', p_id, 'meter', p_meter, 'amount', p_amount, 'source', p_source, 'expires_at', p_expires));
  id := p_id;
  made := true;
end $$;

-- What every change of contract does besides: raises revisions, makes balances stale, writes the audit.
-- The caller holds the tenants' rows.
create or replace function quota.contract_changed_1(
  p_now timestamptz, p_tenants text[], p_action text, p_actor text, p_reason text, p_before jsonb, p_after jsonb) returns void
language plpgsql as $$
begin
  update quota.tenant t set revision = t.revision + 1 where t.id = any (p_tenants);
  perform quota.make_stale_1(p_now, p_tenants);
  insert into quota.audit (tenant, at, actor, action, reason, before, after)
    select x.tenant, p_now, p_actor, p_action, p_reason, p_before, p_after from unnest(p_tenants) as x(tenant);
end $$;
