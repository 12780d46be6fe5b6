-- Sets a balance, and its periods that are open still, to what ledger and holds say, and puts it on record. What that means
-- for line and notices is computed when it is opened next.
-- Lock order: the balance, then its periods. Compares anew under the lock: who booked meanwhile is counted.
-- Returns what it mended, as `drifts_1` tells it.
create or replace function quota.mend_1(p_now timestamptz, p_balance bigint, p_actor text, p_reason text) returns jsonb
language plpgsql set enable_seqscan = off
as $$
declare
  v_now timestamptz;
  v_tenant text;
  v_drifts jsonb;
begin
  select b.tenant into v_tenant from quota.balance b where b.id = p_balance for no key update;
  v_now := coalesce(p_now, clock_timestamp());
  select coalesce(jsonb_agg(x.drift), '[]') into v_drifts
    from jsonb_array_elements(quota.drifts_1(v_tenant, p_balance - 1, 1) -> 'drifts') as x(drift)
    where (x.drift ->> 'balance_id')::bigint = p_balance and not (x.drift ->> 'is_closed')::boolean;
  if v_drifts = '[]' then return v_drifts; end if;
  update quota.balance b
    set used = coalesce((select (x ->> 'truth')::bigint from jsonb_array_elements(v_drifts) as x
        where x ->> 'what' = 'used' and x ->> 'start' is null), b.used),
      held = coalesce((select (x ->> 'truth')::bigint from jsonb_array_elements(v_drifts) as x
        where x ->> 'what' = 'held' and x ->> 'start' is null), b.held),
      valid_until = '-infinity'
    where b.id = p_balance;
  update quota.period p
    set used = coalesce((select (x ->> 'truth')::bigint from jsonb_array_elements(v_drifts) as x
        where x ->> 'what' = 'used' and (x ->> 'start')::timestamptz = p.period_start), p.used),
      held = coalesce((select (x ->> 'truth')::bigint from jsonb_array_elements(v_drifts) as x
        where x ->> 'what' = 'held' and (x ->> 'start')::timestamptz = p.period_start), p.held)
    where p.balance_id = p_balance and p.closed_at is null
      and exists (select from jsonb_array_elements(v_drifts) as x where x ->> 'start' is not null);
  insert into quota.audit (tenant, at, actor, action, reason, before, after)
    select v_tenant, v_now, p_actor, 'mend', p_reason,
      jsonb_build_object('meter', x ->> 'meter', 'what', x ->> 'what', 'amount', x -> 'balance', 'period_start', x -> 'start'),
      jsonb_build_object('meter', x ->> 'meter', 'what', x ->> 'what', 'amount', x -> 'truth', 'period_start', x -> 'start')
    from jsonb_array_elements(v_drifts) as x;
  return v_drifts;
end $$;
