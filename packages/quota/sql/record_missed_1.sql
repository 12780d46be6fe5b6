-- Puts on record what could not be decided while the database was away: [{ tenant, meter, owner, actor, minute, count, asked }].
-- Changes no balance; a tenant without one has nothing to count for. p_batch: told twice, it is counted once.
-- Takes no lock but those of the counters' own rows, in their key's order.
create or replace function quota.record_missed_1(p_batch uuid, p_missed jsonb) returns void
language plpgsql as $$
begin
  insert into quota.batch (id, at, outcome, charge) values (p_batch, clock_timestamp(), '{}', '{}') on conflict do nothing;
  if not found then return; end if;
  insert into quota.refusal (balance_id, minute, reason, actor, count, asked, last_limit, last_used)
    select b.id, x.minute, 'unavailable', x.actor, x.count, x.asked, coalesce(b.ceiling, 9007199254740991), b.used
    from jsonb_to_recordset(p_missed) as x(tenant text, meter text, owner text, actor text, minute timestamptz, count bigint, asked bigint)
    join quota.balance b on b.tenant = x.tenant and b.meter = x.meter and b.actor = x.owner
    order by 1, 2, 4
    on conflict (balance_id, minute, reason, actor) do update
      set count = refusal.count + excluded.count, asked = least(refusal.asked + excluded.asked, 9007199254740991),
        last_limit = excluded.last_limit, last_used = excluded.last_used;
end $$;
