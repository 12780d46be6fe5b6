-- Gives part of what remains of a tenant's own grant to another one: its parent, a child of it, or a child of its parent.
-- p_id: the new grant's; p_key: the same key transfers once.
-- Lock order: both tenants by id, then the giver's balance, then both tenants' balances by id.
-- Returns outcome 1 done, 2 no such grant, 3 it has ended or not begun, 4 the tenants are no kin, 5 more than remains; what remains.
create or replace function quota.transfer_1(
  p_now timestamptz, p_id uuid, p_tenant text, p_grant uuid, p_to text, p_amount bigint, p_key uuid, p_actor text, p_reason text,
  out outcome int, out id uuid, out remaining float8)
language plpgsql set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  v_now timestamptz;
  v_drawn bigint;
  v_balance bigint;
  g quota."grant";
  giver quota.tenant;
  taker quota.tenant;
begin
  perform 1 from quota.tenant t where t.id in (p_tenant, p_to) order by t.id for no key update;
  select x.id into id from quota."grant" x where x.key = p_key or x.id = p_id;
  if found then outcome := 1; return; end if;
  select * into giver from quota.tenant t where t.id = p_tenant;
  select * into taker from quota.tenant t where t.id = p_to;
  select * into g from quota."grant" x where x.id = p_grant and x.tenant = p_tenant;
  if g.id is null then outcome := 2; return; end if;
  if not coalesce(giver.parent = taker.id, false) and not coalesce(taker.parent = giver.id, false)
      and not coalesce(giver.parent = taker.parent, false) then
    outcome := 4;
    return;
  end if;
  select b.id into v_balance from quota.balance b where b.tenant = p_tenant and b.meter = g.meter and b.actor = '' for no key update;
  v_now := coalesce(p_now, clock_timestamp());
  if g.expires_at <= v_now or g.starts_at > v_now then outcome := 3; return; end if;
  v_drawn := coalesce((select d.amount from quota.draws_1(array[v_balance]) as d where d.grant_id = p_grant), 0);
  remaining := g.amount - g.drawn - v_drawn;
  if p_amount > remaining then outcome := 5; return; end if;
  update quota."grant" x set drawn_now = v_drawn, amount = x.amount - p_amount where x.id = p_grant;
  insert into quota."grant" (id, tenant, meter, amount, source, starts_at, expires_at, giver, key, reason, made_at)
    values (p_id, p_to, g.meter, p_amount, 'gift', v_now, g.expires_at, p_tenant, p_key, p_reason, v_now);
  perform quota.contract_changed_1(v_now, array[p_tenant, p_to], 'transfer', p_actor, p_reason,
    jsonb_build_object('grant', p_grant, 'from', p_tenant, 'remaining', remaining),
    jsonb_build_object('grant', p_id, 'to', p_to, 'meter', g.meter, 'amount', p_amount));
  id := p_id;
  outcome := 1;
  remaining := remaining - p_amount;
end $$;
