-- Gives back part of a level: never below what is held now. Where it falls well below a passed threshold, the balance
-- becomes stale, so that the threshold is armed again.
--
-- Lock order: the one balance. p_charge is the id of this giving back: asked again with it, it happens once.
-- Returns found = false where there is nothing to free that much of; used is what stands then.
create or replace function quota.free_1(
  p_batch uuid, p_now timestamptz, p_tenant text, p_meter text, p_amount bigint, p_charge uuid, p_actor text, p_feature text,
  out is_freed boolean, out used float8)
language plpgsql set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  bal quota.balance;
  v_now timestamptz;
begin
  select * into bal from quota.balance b where b.tenant = p_tenant and b.meter = p_meter and b.actor = '' for no key update;
  v_now := coalesce(p_now, clock_timestamp());
  used := coalesce(bal.used, 0);
  if p_batch is not null then
    select t.outcome[1] = 1 into is_freed from quota.batch t where t.id = p_batch;
    if found then return; end if;
  end if;
  is_freed := coalesce(bal.used >= p_amount, false);
  -- A refusal is recorded too: a first try that runs late must not free what its caller was told stays.
  if p_batch is not null then
    insert into quota.batch (id, at, outcome, charge)
      values (p_batch, clock_timestamp(), array[case when is_freed then 1 else 2 end]::smallint[], array[p_charge]);
  end if;
  if not is_freed then return; end if;
  used := bal.used - p_amount;
  insert into quota.entry (balance_id, seq, period_start, at, booked_at, kind, amount, charge, actor, feature)
    values (bal.id, bal.seq + 1, bal.period_start, v_now, v_now, 'free', -p_amount, p_charge, p_actor, p_feature);
  update quota.balance b
    set used = bal.used - p_amount, seq = bal.seq + 1,
      valid_until = case when bal.used - p_amount <= bal.rearm_at then '-infinity' else bal.valid_until end
    where b.id = bal.id;
end $$;
