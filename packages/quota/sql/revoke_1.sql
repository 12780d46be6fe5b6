-- Ends a grant now: what was drawn stays drawn, the rest is taken back.
-- Lock order: the tenant, then its balances by id. Returns what was taken back; −1: no such grant; −2: it has ended.
create or replace function quota.revoke_1(p_now timestamptz, p_tenant text, p_grant uuid, p_actor text, p_reason text) returns float8
language plpgsql set enable_seqscan = off
as $$
declare
  v_now timestamptz;
  g quota."grant";
  v_balance bigint;
  v_drawn bigint;
begin
  perform 1 from quota.tenant t where t.id = p_tenant for no key update;
  select * into g from quota."grant" x where x.id = p_grant and x.tenant = p_tenant;
  if not found then return -1; end if;
  select b.id into v_balance from quota.balance b where b.tenant = p_tenant and b.meter = g.meter and b.actor = '' for no key update;
  v_now := coalesce(p_now, clock_timestamp());
  if g.expires_at <= v_now then return -2; end if;
  v_drawn := coalesce((select d.amount from quota.draws_1(array[v_balance]) as d where d.grant_id = p_grant), 0);
  update quota."grant" x set drawn_now = v_drawn, expires_at = greatest(v_now, x.starts_at) where x.id = p_grant;
  perform quota.contract_changed_1(v_now, array[p_tenant], 'revoke', p_actor, p_reason,
    jsonb_build_object('grant', p_grant, 'meter', g.meter, 'remaining', g.amount - g.drawn - v_drawn), null);
  return g.amount - g.drawn - v_drawn;
end $$;
