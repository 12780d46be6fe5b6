-- Counts refusals by balance, minute, reason and actor, with the last numbers seen. Changes no balance. What was asked is
-- summed up to the largest safe integer: who asks for far too much must be refused, not fail.
-- Takes no lock but those of the counters' own rows, in their key's order.
create or replace function quota.record_refusals_2(
  p_now timestamptz, p_balance bigint[], p_actor text[], p_asked bigint[], p_limit bigint[], p_used bigint[]) returns void
language sql as $$
  insert into quota.refusal (balance_id, minute, reason, actor, count, asked, last_limit, last_used)
    select x.balance, date_trunc('minute', coalesce(p_now, clock_timestamp())),
      case when b.ceiling = 0 and coalesce(b.line, 1) > 0 then 'suspended' when b.ceiling = 0 then 'not_in_plan'
        when b.per_us is not null then 'too_fast' else 'exhausted' end,
      x.actor, count(*), least(sum(x.asked), 9007199254740991), max(x.line_limit), max(x.used)
    from unnest(p_balance, p_actor, p_asked, p_limit, p_used) as x(balance, actor, asked, line_limit, used)
    join quota.balance b on b.id = x.balance
    group by 1, 2, 3, 4 order by 1, 2, 3, 4
    on conflict (balance_id, minute, reason, actor) do update
      set count = refusal.count + excluded.count, asked = least(refusal.asked + excluded.asked, 9007199254740991),
        last_limit = excluded.last_limit, last_used = excluded.last_used;
$$;
