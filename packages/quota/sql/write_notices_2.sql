-- Writes a notice for every amount that a balance has reached, and takes these amounts off the balance.
-- The caller holds the balances' row locks and has written their new `used` in this transaction.
-- One notice per balance, period, epoch, amount and arming: `once` refuses a second one.
create or replace function quota.write_notices_2(p_now timestamptz, p_balance bigint[]) returns void
language plpgsql set enable_seqscan = off as $$
begin
  insert into quota.notice (tenant, kind, once, facts, made_at)
    select b.tenant, 'threshold',
      concat_ws('/', 'threshold', b.id, extract(epoch from b.period_start)::text, b.catalog_version, b.revision, t.amount, b.armed),
      jsonb_build_object(
        'balance', b.id, 'meter', b.meter, 'level', t.level, 'amount', t.amount, 'used', b.used, 'held', b.held,
        'line', b.line, 'ceiling', b.ceiling, 'at', p_now,
        'period', case when isfinite(b.period_end) then jsonb_build_object('start', b.period_start, 'end', b.period_end) end),
      p_now
    from quota.balance b cross join lateral unnest(b.notice_at, b.notice_level) as t(amount, level)
    where b.id = any (p_balance) and t.amount <= b.used
    order by b.id, t.amount
    on conflict (once) do nothing;
  update quota.balance b
    set notice_at = array(select t.amount from unnest(b.notice_at) as t(amount) where t.amount > b.used order by t.amount),
      notice_level = array(
        select t.level from unnest(b.notice_at, b.notice_level) as t(amount, level) where t.amount > b.used order by t.amount),
      rearm_at = case when not b.is_level then -1 else greatest(b.rearm_at, (
        select max(t.amount) - ceil(b.line / 10.0)::bigint from unnest(b.notice_at) as t(amount) where t.amount <= b.used)) end
    where b.id = any (p_balance) and b.notice_at[1] <= b.used;
end $$;
