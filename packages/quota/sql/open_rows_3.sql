-- The rows that open_2 is given, as a table.
create or replace function quota.open_rows_3(p_rows jsonb) returns table (
  tenant text, meter text, actor text, seq bigint, held bigint, read_at timestamptz, revision int, catalog_version int,
  period_start timestamptz, period_end timestamptz, valid_until timestamptz, line bigint, ceiling bigint, own bigint, base bigint,
  notice_at bigint[], notice_level text[], rearm_at bigint, is_level boolean, is_turned boolean, line_changed boolean, pool bigint,
  draw smallint, window_ms bigint, grace_ms bigint, per_us bigint, paces jsonb, facts jsonb, draws jsonb, rollovers jsonb, skipped jsonb)
language sql immutable as $$
  select * from jsonb_to_recordset(p_rows) as x(
    tenant text, meter text, actor text, seq bigint, held bigint, read_at timestamptz, revision int, catalog_version int,
    period_start timestamptz, period_end timestamptz, valid_until timestamptz, line bigint, ceiling bigint, own bigint, base bigint,
    notice_at bigint[], notice_level text[], rearm_at bigint, is_level boolean, is_turned boolean, line_changed boolean, pool bigint,
    draw smallint, window_ms bigint, grace_ms bigint, per_us bigint, paces jsonb, facts jsonb, draws jsonb, rollovers jsonb, skipped jsonb)
$$;
