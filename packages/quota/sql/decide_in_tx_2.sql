-- Decides one meter's request in a caller's transaction: p_path is its balance and those of the pools behind it, as drawn.
-- A stale balance is opened by the engine's own connection, which would wait for ever for a lock that this transaction
-- holds; so a stale answer is rolled back to before the lock was taken.
-- Refusals are not recorded here: the caller's rollback would take the record along.
-- Returns what decide_2 returns.
create or replace function quota.decide_in_tx_2(
  p_now timestamptz, p_catalog int, p_path bigint[], p_amount bigint, p_shadow boolean, p_charge uuid, p_key uuid, p_request_hash uuid,
  p_actor text, p_feature text,
  out at_ms float8, out is_again boolean, out crossed boolean, out outcome smallint[], out charge uuid[], out line_taken float8[],
  out line_used float8[], out line_held float8[], out line_breached boolean[], out line_room float8[], out line_wait_ms float8[],
  out line_late boolean[],
  out line float8[], out ceiling float8[], out period_start_ms float8[], out period_end_ms float8[])
language plpgsql as $$
declare
  n int := cardinality(p_path);
  v_balance bigint[] := array(select unnest(p_path) order by 1);
begin
  select d.* into at_ms, is_again, crossed, outcome, charge, line_taken, line_used, line_held, line_breached, line_room, line_wait_ms, line_late,
      line, ceiling, period_start_ms, period_end_ms
    from quota.decide_2(null, false, p_now, p_catalog, false, v_balance, array[1::smallint], '{}', '{}', '{}',
      array_fill(1, array[n]), array(select array_position(v_balance, x) from unnest(p_path) with ordinality as y(x, place) order by place),
      array(select case when place = 1 then p_amount else 0 end from generate_series(1, n) as place),
      array(select place::int from generate_series(1, n) as place where p_shadow),
      array_fill(p_charge, array[n]), array_fill(p_key, array[n]), array_fill(p_request_hash, array[n]), array_fill(p_actor, array[n]),
      array_fill(p_feature, array[n])) as d;
  if outcome[1] = 3 then raise exception 'stale' using errcode = 'QT003'; end if;
exception when sqlstate 'QT003' then
  outcome := array[3::smallint];
end $$;
