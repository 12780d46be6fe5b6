-- Returns a charge: in the period of each of its entries while that is open (until 24 hours after its end), else in the
-- current one, marked late. A charge already returned is left alone, so asking twice returns it once.
-- Of a level at most what is used is returned: what was freed meanwhile would else make room beyond the ceiling.
--
-- Lock order: balances by id. Returns per entry of the charge: balance, amount returned now, whether it was late.
-- p_may_be_stale  true: where the current period of a balance is over for good, nothing is done and its rows say is_stale;
--   the caller opens it and asks again. False: the balance is taken as it stands.
create or replace function quota.refund_1(p_now timestamptz, p_tenant text, p_charge uuid, p_actor text, p_may_be_stale boolean)
returns table (balance_id bigint, meter text, amount bigint, is_late boolean, is_stale boolean)
language plpgsql set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  v_now timestamptz;
  e record;
  v_period text;
begin
  perform 1 from quota.balance b
    where b.tenant = p_tenant and b.id in (select c.balance_id from quota.entry c where c.charge = p_charge)
    order by b.id for no key update;
  v_now := coalesce(p_now, clock_timestamp());
  if p_may_be_stale then
    return query select distinct b.id, b.meter, 0::bigint, false, true
      from quota.entry c join quota.balance b on b.id = c.balance_id
      where c.charge = p_charge and b.tenant = p_tenant and isfinite(b.period_end) and v_now >= b.period_end + interval '24 hours'
        and not exists (select from quota.entry r where r.charge = p_charge and r.balance_id = b.id and r.kind = 'refund');
    if found then return; end if;
  end if;
  for e in
    select c.balance_id, b.meter, min(c.period_start) as period_start, b.period_start as current_start, b.seq,
      case when isfinite(b.period_start) then sum(c.amount) else least(sum(c.amount), greatest(b.used, 0)) end as amount,
      (array_agg(c.key))[1] as key, (array_agg(c.request_hash))[1] as request_hash, min(c.feature) as feature, min(c.actor) as actor
    from quota.entry c join quota.balance b on b.id = c.balance_id
    where c.charge = p_charge and b.tenant = p_tenant and c.kind <> 'free'
    -- By balance, not by period: a late return stands in another period than what it returns.
    group by c.balance_id, b.id having sum(c.amount) > 0 and bool_and(c.kind <> 'refund')
  loop
    v_period := case when e.period_start = e.current_start then 'current' else 'closed' end;
    if v_period = 'closed' then
      update quota.period p set used = p.used - e.amount, last_seq = e.seq + 1
        where p.balance_id = e.balance_id and p.period_start = e.period_start and p.closed_at is null
          and v_now < p.period_end + interval '24 hours';
      if found then v_period := 'open'; end if;
    end if;
    update quota.balance b
      set seq = e.seq + 1,
        used = case when v_period = 'open' then b.used else b.used - e.amount end,
        valid_until = case when v_period <> 'open' and b.used - e.amount <= b.rearm_at then '-infinity' else b.valid_until end
      where b.id = e.balance_id;
    insert into quota.entry (balance_id, seq, period_start, at, booked_at, kind, amount, charge, key, request_hash, actor, feature, late)
      values (e.balance_id, e.seq + 1, case when v_period = 'closed' then e.current_start else e.period_start end, v_now, v_now,
        'refund', -e.amount, p_charge, e.key, e.request_hash, coalesce(nullif(p_actor, ''), e.actor), e.feature, v_period = 'closed');
    balance_id := e.balance_id;
    meter := e.meter;
    amount := e.amount;
    is_late := v_period = 'closed';
    is_stale := false;
    return next;
  end loop;
end $$;
