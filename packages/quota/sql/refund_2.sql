-- Returns a charge or part of it: in the period of each of its entries while that is open (until 24 hours after its end),
-- else in the present one, marked late. Never more than is left of it. What a pool gave is returned to the pool first.
-- Of a level at most what is used is returned: what was freed meanwhile would else make room beyond the ceiling. The charge is
-- over with that: an entry of 0 says so.
--
-- Lock order: balances by id. p_kind: refund, reverse, or free (of a level). p_batch: asked again with it, it happens once.
-- p_meter, p_amount  what to return of which meter; null: all that is left.
-- p_may_be_stale  true: where the period of a balance is over, nothing is done; the caller turns it first, since what goes on
--   from it (a rollover) is what was left as it ended.
-- Returns outcome 1 done, 2 the tenant has no such charge, 3 more than is left, 5 stale; what was returned by meter.
create or replace function quota.refund_2(
  p_batch uuid, p_now timestamptz, p_tenant text, p_charge uuid, p_meter text[], p_amount bigint[], p_kind text, p_actor text,
  p_may_be_stale boolean,
  out outcome int, out meter text[], out returned float8[], out remaining float8[], out is_late boolean)
language plpgsql set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  v_now timestamptz;
  own record;
  e record;
  v_key uuid;
  v_hash uuid;
  v_actor text;
  v_feature text;
  v_need bigint;
  v_part bigint;
  v_next bigint;
  n int := 0;
  m int;
  path bigint[];
  lefts bigint[];
  totals bigint[];
  draws smallint[];
  periods timestamptz[];
  b_balance bigint[] := '{}';
  b_period timestamptz[] := '{}';
  b_amount bigint[] := '{}';
  b_draw smallint[] := '{}';
  b_via bigint[] := '{}';
  b_over bigint[] := '{}';
begin
  meter := '{}'; returned := '{}'; remaining := '{}'; is_late := false;
  perform 1 from quota.balance b where b.id in (select c.balance_id from quota.entry c where c.charge = p_charge)
    order by b.id for no key update;
  v_now := coalesce(p_now, clock_timestamp());
  if not exists (select from quota.entry c join quota.balance b on b.id = c.balance_id
      where c.charge = p_charge and c.via is null and b.tenant = p_tenant and c.kind in ('consume', 'settle', 'record')) then
    outcome := 2;
    return;
  end if;
  if p_may_be_stale and exists (select from quota.entry c join quota.balance b on b.id = c.balance_id
      where c.charge = p_charge and isfinite(b.period_end) and v_now >= b.period_end) then
    outcome := 5;
    return;
  end if;
  if exists (select from quota.batch t where t.id = p_batch) then
    outcome := 1;
    select array_agg(x.meter), array_agg(x.amount), array_agg(0::float8) into meter, returned, remaining from (
      select b.meter, -sum(c.amount)::float8 as amount from quota.entry c join quota.balance b on b.id = c.balance_id
      where c.charge = p_charge and b.tenant = p_tenant and c.kind = p_kind group by 1) as x;
    return;
  end if;

  for own in
    select x.meter from unnest(p_meter) as x(meter) where not exists (
      select from quota.entry c join quota.balance b on b.id = c.balance_id
      where c.charge = p_charge and c.via is null and b.tenant = p_tenant and b.meter = x.meter)
  loop
    meter := array[own.meter];
    remaining := array[0];
    outcome := 3;
    return;
  end loop;
  for own in select distinct b.id, b.meter from quota.entry c join quota.balance b on b.id = c.balance_id
    where c.charge = p_charge and c.via is null and b.tenant = p_tenant order by b.id
  loop
    continue when p_meter is not null and own.meter <> all (p_meter);
    path := '{}'; lefts := '{}'; draws := '{}'; periods := '{}';
    v_next := own.id;
    while v_next is not null loop
      select sum(c.amount) as net, b.is_level, b.used, max(c.draw) as draw, min(c.period_start) as start,
          bool_or(c.amount = 0 and c.kind <> 'consume' and c.kind <> 'settle') as is_over, (array_agg(c.key))[1] as key,
          (array_agg(c.request_hash))[1] as hash, min(c.actor) as actor, min(c.feature) as feature
        into e from quota.entry c join quota.balance b on b.id = c.balance_id
        where c.charge = p_charge and c.balance_id = v_next group by b.id;
      path := path || v_next;
      lefts := lefts || greatest(case when e.is_over then 0 when e.is_level then least(e.net, e.used) else e.net end, 0)::bigint;
      if e.is_level and e.net > e.used and p_meter is null and not e.is_over then b_over := b_over || v_next; end if;
      draws := draws || e.draw;
      periods := periods || e.start;
      if v_next = own.id then
        v_key := e.key;
        v_hash := e.hash;
        v_actor := coalesce(nullif(p_actor, ''), e.actor);
        v_feature := e.feature;
      end if;
      v_next := (select min(c.balance_id) from quota.entry c where c.charge = p_charge and c.via = v_next);
    end loop;
    m := cardinality(path);
    totals := lefts;
    for x in reverse m - 1 .. 1 loop
      if draws[x] = 2 then totals[x] := lefts[x] + totals[x + 1]; end if;
    end loop;
    v_need := coalesce((select x.amount from unnest(p_meter, p_amount) as x(meter, amount) where x.meter = own.meter), totals[1]);
    n := n + 1;
    meter[n] := own.meter;
    returned[n] := v_need;
    remaining[n] := totals[1];
    if v_need > totals[1] then
      outcome := 3;
      return;
    end if;
    for x in 1 .. m loop
      v_part := case when draws[x] = 2 and x < m then v_need - least(v_need, totals[x + 1]) else v_need end;
      if v_part > 0 then
        b_balance := b_balance || path[x];
        b_period := b_period || periods[x];
        b_amount := b_amount || -v_part;
        b_draw := b_draw || draws[x];
        b_via := b_via || case when x > 1 then path[x - 1] end;
      end if;
      if draws[x] <> 1 then v_need := v_need - v_part; end if;
    end loop;
  end loop;

  if cardinality(b_balance) > 0 then
    select true = any (x.late) into is_late from quota.book_1(v_now, p_kind, b_balance, b_period, b_amount,
      array_fill(0::bigint, array[cardinality(b_balance)]), b_draw, b_via, p_charge, v_key, v_hash, v_actor, v_feature, false) as x;
  end if;
  if cardinality(b_over) > 0 then
    perform quota.book_1(v_now, p_kind, b_over, array(select b.period_start from unnest(b_over) with ordinality as x(id, place)
        join quota.balance b on b.id = x.id order by x.place), array_fill(0::bigint, array[cardinality(b_over)]),
      array_fill(0::bigint, array[cardinality(b_over)]), array_fill(0::smallint, array[cardinality(b_over)]),
      array_fill(null::bigint, array[cardinality(b_over)]), p_charge, v_key, v_hash, v_actor, v_feature, false);
  end if;
  if p_batch is not null then
    insert into quota.batch (id, at, outcome, charge) values (p_batch, clock_timestamp(), array[1::smallint], array[p_charge]);
  end if;
  outcome := 1;
end $$;
