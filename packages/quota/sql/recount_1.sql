-- Sets a level to what the application counts, and books the difference with its reason. Its own usage only: what a pool
-- gave is the pool's. Lock order: the one balance. p_batch: asked again with it, it happens once.
-- Returns used before and after; nothing is booked where they agree. before −1: there is no such balance.
create or replace function quota.recount_1(
  p_batch uuid, p_now timestamptz, p_tenant text, p_meter text, p_count bigint, p_charge uuid, p_actor text, p_reason text,
  out used_before float8, out used_after float8, out crossed boolean)
language plpgsql set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  bal quota.balance;
  v_now timestamptz;
begin
  crossed := false;
  select * into bal from quota.balance b where b.tenant = p_tenant and b.meter = p_meter and b.actor = '' for no key update;
  v_now := coalesce(p_now, clock_timestamp());
  used_before := coalesce(bal.used, -1);
  used_after := p_count;
  if bal.id is null or bal.used = p_count or exists (select from quota.batch t where t.id = p_batch) then return; end if;
  select x.crossed into crossed from quota.book_1(v_now, 'recount', array[bal.id], array[bal.period_start], array[p_count - bal.used], array[0::bigint],
    array[0::smallint], array[null::bigint], p_charge, null, null, p_actor, '', false) as x;
  insert into quota.audit (tenant, at, actor, action, reason, before, after)
    values (p_tenant, v_now, p_actor, 'recount', p_reason, jsonb_build_object('meter', p_meter, 'used', bal.used),
      jsonb_build_object('meter', p_meter, 'used', p_count));
  if p_batch is not null then
    insert into quota.batch (id, at, outcome, charge) values (p_batch, clock_timestamp(), array[1::smallint], array[p_charge]);
  end if;
end $$;
