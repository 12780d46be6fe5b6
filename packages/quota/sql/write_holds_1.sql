-- Writes the holds that a batch granted, with their lines: what they set aside of which balance. The arrays are those of decide_2.
create or replace function quota.write_holds_1(
  p_now timestamptz, p_balance bigint[], p_kind smallint[], p_outcome smallint[], p_hold_ms bigint[], p_request int[], p_line int[],
  p_amount bigint[], p_taken bigint[], p_start timestamptz[], p_charge uuid[], p_key uuid[], p_request_hash uuid[], p_actor text[],
  p_feature text[]) returns void
language plpgsql as $$
begin
  insert into quota.hold (id, tenant, key, request_hash, actor, feature, made_at, expires_at)
    select distinct on (x.charge) x.charge, bal.tenant, x.key, x.request_hash, x.actor, x.feature, p_now,
      p_now + p_hold_ms[x.request] * interval '1 millisecond'
    from unnest(p_request, p_line, p_charge, p_key, p_request_hash, p_actor, p_feature) with ordinality
      as x(request, line, charge, key, request_hash, actor, feature, place)
    join quota.balance bal on bal.id = p_balance[x.line]
    where p_kind[x.request] = 2 and p_outcome[x.request] = 1
    order by x.charge, x.place;
  insert into quota.hold_line (hold, line, meter, balance_id, period_start, amount, draw)
    select x.charge, x.place - min(x.place) over (partition by x.charge), bal.meter, bal.id, x.start, x.amount, bal.draw
    from unnest(p_request, p_line, p_amount, p_charge, p_taken, p_start) with ordinality
      as x(request, line, asked, charge, amount, start, place)
    join quota.balance bal on bal.id = p_balance[x.line]
    where p_kind[x.request] = 2 and p_outcome[x.request] = 1 and (x.amount > 0 or x.asked > 0);
end $$;
