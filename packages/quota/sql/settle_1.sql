-- Settles a hold by what the work took; without amounts releases it. What was held beyond that is remaining again, what was
-- taken beyond it is booked all the same. In parts (p_more) while the work goes on. After the hold expired, its amount is
-- held no more: what the work took is booked late.
--
-- Lock order: the hold's balances by id, then the hold. p_batch: asked again with it, it happens once.
-- p_meter, p_amount  what was taken since the last settling, whole amounts from 0.
-- Returns outcome 1 done, 2 no such hold, 3 it had ended, 4 a meter that isn't held, 5 stale: a balance must be opened first
-- (p_may_be_stale false: it is taken as it stands); per meter what was booked, returned, and booked beyond what was held.
create or replace function quota.settle_1(
  p_batch uuid, p_now timestamptz, p_tenant text, p_hold uuid, p_meter text[], p_amount bigint[], p_more boolean, p_release boolean,
  p_may_be_stale boolean,
  out outcome int, out meter text[], out booked float8[], out returned float8[], out above float8[], out is_late boolean,
  out crossed boolean, out ending text)
language plpgsql set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  v_now timestamptz;
  h quota.hold;
  l record;
  v_rest bigint;
  v_part bigint;
  v_need bigint;
  v_meter text := '';
  v_via bigint;
  v_through boolean := false;
  n int := 0;
  b_balance bigint[] := '{}';
  b_period timestamptz[] := '{}';
  b_amount bigint[] := '{}';
  b_held bigint[] := '{}';
  b_draw smallint[] := '{}';
  b_via bigint[] := '{}';
  v_late boolean[];
begin
  meter := '{}'; booked := '{}'; returned := '{}'; above := '{}'; is_late := false; crossed := false;
  perform 1 from quota.balance b where b.id in (select x.balance_id from quota.hold_line x where x.hold = p_hold)
    order by b.id for no key update;
  select * into h from quota.hold x where x.id = p_hold and x.tenant = p_tenant for no key update;
  v_now := coalesce(p_now, clock_timestamp());
  ending := h.ending;
  if h.id is null then outcome := 2; return; end if;
  if exists (select from quota.batch t where t.id = p_batch) then
    -- Its first try had committed: what it booked and returned is told by the lines as they stand.
    outcome := 1;
    select array_agg(x.meter), array_agg(x.settled::float8), array_agg(0::float8), array_agg(greatest(x.settled - x.amount, 0)::float8)
      into meter, booked, returned, above from quota.hold_line x where x.hold = p_hold and x.line = (
        select min(y.line) from quota.hold_line y where y.hold = p_hold and y.meter = x.meter);
    return;
  end if;
  if h.ended_at is not null then outcome := 3; return; end if;
  if exists (select from unnest(p_meter) as x(meter) where not exists (
      select from quota.hold_line y where y.hold = p_hold and y.meter = x.meter)) then
    outcome := 4;
    return;
  end if;
  if p_may_be_stale and exists (
      select from quota.hold_line x join quota.balance b on b.id = x.balance_id
      where x.hold = p_hold and isfinite(b.period_end) and v_now >= b.period_end) then
    outcome := 5;
    return;
  end if;
  is_late := v_now >= h.expires_at;

  for l in select x.* from quota.hold_line x where x.hold = p_hold order by x.line loop
    if l.meter <> v_meter then
      v_meter := l.meter;
      v_via := null;
      v_through := false;
      v_need := coalesce((select x.amount from unnest(p_meter, p_amount) as x(meter, amount) where x.meter = v_meter), 0);
      n := n + 1;
      meter[n] := v_meter;
      booked[n] := v_need;
      returned[n] := 0;
      above[n] := 0;
    end if;
    v_rest := greatest(l.amount - l.settled, 0);
    -- The end of a path takes all that is left, also what is beyond the hold.
    v_part := case when l.draw = 2 and exists (select from quota.hold_line x where x.hold = p_hold and x.line = l.line + 1 and x.meter = l.meter)
      then least(v_need, v_rest) else v_need end;
    -- Through a pool a unit stands on both, and is told once.
    if not v_through then
      above[n] := above[n] + greatest(v_part - v_rest, 0);
      -- Of a hold that expired nothing is held any more, whether its balance was opened since or not.
      if not p_more and l.is_held and not is_late then returned[n] := returned[n] + greatest(v_rest - v_part, 0); end if;
    end if;
    b_balance := b_balance || l.balance_id;
    b_period := b_period || l.period_start;
    b_amount := b_amount || v_part;
    b_held := b_held || case when not l.is_held then 0 when p_more then least(v_part, v_rest) else v_rest end;
    b_draw := b_draw || l.draw;
    b_via := b_via || v_via;
    update quota.hold_line x set settled = x.settled + v_part, is_held = x.is_held and p_more where x.hold = p_hold and x.line = l.line;
    v_need := case when l.draw = 1 then v_need else v_need - v_part end;
    v_via := l.balance_id;
    v_through := v_through or l.draw = 1;
  end loop;
  select x.late, x.crossed into v_late, crossed from quota.book_1(v_now, 'settle', b_balance, b_period, b_amount, b_held, b_draw, b_via,
    h.id, h.key, h.request_hash, h.actor, h.feature, is_late) as x;
  is_late := is_late or exists (
    select from unnest(v_late, b_amount, b_period, b_balance) as x(late, amount, period, balance) join quota.balance b on b.id = x.balance
    where x.late and x.amount > 0 and b.period_start <> x.period);
  if not p_more then
    ending := case when p_release then 'released' else 'settled' end;
    update quota.hold x set ended_at = v_now, ending = case when p_release then 'released' else 'settled' end where x.id = p_hold;
  end if;
  if p_batch is not null then
    insert into quota.batch (id, at, outcome, charge) values (p_batch, clock_timestamp(), array[1::smallint], array[p_hold]);
  end if;
  outcome := 1;
end $$;
