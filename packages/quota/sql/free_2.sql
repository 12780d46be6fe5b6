-- Gives back part of a level: never below what is held now. What its pool gave is returned to the pool once its own part is
-- back. Where it falls well below a passed threshold, the balance becomes stale, so that the threshold is armed again.
--
-- Lock order: the balance and its pools by id. p_batch: asked again with it, it happens once. p_charge is the id of this
-- giving back.
-- Returns is_freed = false where there is nothing to free that much of; used is what stands then, own and drawn from pools.
create or replace function quota.free_2(
  p_batch uuid, p_now timestamptz, p_tenant text, p_meter text, p_amount bigint, p_charge uuid, p_actor text, p_feature text,
  out is_freed boolean, out used float8)
language plpgsql set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  v_now timestamptz;
  r record;
  v_need bigint := p_amount;
  v_part bigint;
  v_total bigint := 0;
  b_balance bigint[] := '{}';
  b_amount bigint[] := '{}';
  b_draw smallint[] := '{}';
  b_via bigint[] := '{}';
begin
  perform 1 from quota.balance b where b.id in (
    with recursive path as (
      select p.id, p.pool from quota.balance p where p.tenant = p_tenant and p.meter = p_meter and p.actor = ''
      union all select n.id, n.pool from path join quota.balance n on n.id = path.pool)
    select path.id from path) order by b.id for no key update;
  v_now := coalesce(p_now, clock_timestamp());
  for r in
    with recursive path as (
      select b.id, b.pool, b.draw, b.used, null::bigint as via, 1 as place from quota.balance b
        where b.tenant = p_tenant and b.meter = p_meter and b.actor = ''
      union all
      select b.id, b.pool, b.draw, case when path.draw = 1 then path.used else coalesce((
        select sum(e.amount)::bigint from quota.entry e where e.balance_id = b.id and e.via = path.id), 0) end, path.id, path.place + 1
        from path join quota.balance b on b.id = path.pool)
    select * from path order by place
  loop
    v_part := case when r.draw = 1 then v_need else least(v_need, r.used) end;
    if r.draw <> 1 or r.pool is null then v_total := v_total + r.used; end if;
    if v_part > 0 then
      b_balance := b_balance || r.id;
      b_amount := b_amount || -v_part;
      b_draw := b_draw || r.draw;
      b_via := b_via || r.via;
    end if;
    if r.draw <> 1 then v_need := v_need - v_part; end if;
  end loop;
  used := v_total;
  if p_batch is not null then
    select t.outcome[1] = 1 into is_freed from quota.batch t where t.id = p_batch;
    if found then return; end if;
  end if;
  is_freed := p_amount <= v_total;
  -- A refusal is recorded too: a first try that runs late must not free what its caller was told stays.
  if p_batch is not null then
    insert into quota.batch (id, at, outcome, charge)
      values (p_batch, clock_timestamp(), array[case when is_freed then 1 else 2 end]::smallint[], array[p_charge]);
  end if;
  if not is_freed then return; end if;
  perform quota.book_1(v_now, 'free', b_balance, array_fill('-infinity'::timestamptz, array[cardinality(b_balance)]), b_amount,
    array_fill(0::bigint, array[cardinality(b_balance)]), b_draw, b_via, p_charge, null, null, p_actor, p_feature, false);
  used := v_total - p_amount;
end $$;
