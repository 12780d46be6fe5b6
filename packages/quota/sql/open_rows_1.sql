-- The rows that open_1 is given, as a table.
create or replace function quota.open_rows_1(p_rows jsonb) returns table (
  tenant text, meter text, seq bigint, revision int, catalog_version int, period_start timestamptz, period_end timestamptz,
  valid_until timestamptz, line bigint, ceiling bigint, notice_at bigint[], notice_level text[], rearm_at bigint, is_level boolean,
  line_changed boolean)
language sql immutable as $$
  select * from jsonb_to_recordset(p_rows) as x(
    tenant text, meter text, seq bigint, revision int, catalog_version int, period_start timestamptz, period_end timestamptz,
    valid_until timestamptz, line bigint, ceiling bigint, notice_at bigint[], notice_level text[], rearm_at bigint,
    is_level boolean, line_changed boolean)
$$;
