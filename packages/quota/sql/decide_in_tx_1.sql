-- decide_one_1 for a caller's transaction. A stale balance is opened by the engine's own connection, which would wait for
-- ever for a lock that this transaction holds; so a stale answer is rolled back to before the lock was taken.
-- Refusals are not recorded here: the caller's rollback would take the record along.
create or replace function quota.decide_in_tx_1(
  p_now timestamptz, p_catalog int, p_balance bigint, p_amount bigint, p_charge uuid, p_key uuid, p_request_hash uuid,
  p_actor text, p_feature text,
  out at_ms float8, out crossed boolean, out outcome smallint, out charge uuid, out line_used float8, out ceiling float8,
  out held float8, out revision int, out period_start_ms float8, out period_end_ms float8)
language plpgsql as $$
begin
  select d.* into at_ms, crossed, outcome, charge, line_used, ceiling, held, revision, period_start_ms, period_end_ms
    from quota.decide_one_1(null, false, p_now, p_catalog, false, p_balance, p_amount, p_charge, p_key, p_request_hash, p_actor,
      p_feature) as d;
  if outcome = 3 then raise exception 'stale' using errcode = 'QT003'; end if;
exception when sqlstate 'QT003' then
  outcome := 3;
end $$;
