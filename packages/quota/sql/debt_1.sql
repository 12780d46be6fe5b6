-- What a rate's debt has come down to: by `p_line` unit-microseconds with each microsecond, to 0 at most. More than 400 days of
-- it could overflow, and nothing is left of any debt by then. Without a line (null) nothing is owed.
create or replace function quota.debt_1(p_debt bigint, p_debt_at timestamptz, p_line bigint, p_now timestamptz) returns bigint
language plpgsql immutable as $$
declare
  v_us bigint := greatest(extract(epoch from least(p_now - greatest(p_debt_at, p_now - interval '400 days'), interval '400 days')) * 1000000, 0);
begin
  return case
    when p_line = 0 then p_debt
    when p_line is null or p_debt <= 0 or v_us > p_debt / p_line then 0
    else p_debt - v_us * p_line end;
end $$;

-- The same along lines that began to hold meanwhile: p_paces as [{ starts, line }], in order. Those that began before
-- p_debt_at say how it goes on from there.
create or replace function quota.debt_along_1(p_debt bigint, p_debt_at timestamptz, p_line bigint, p_paces jsonb, p_now timestamptz) returns bigint
language plpgsql immutable as $$
declare
  v_debt bigint := p_debt;
  v_at timestamptz := p_debt_at;
  v_line bigint := p_line;
  p record;
begin
  for p in select x.starts, x.line from jsonb_to_recordset(p_paces) as x(starts timestamptz, line bigint) loop
    v_debt := quota.debt_1(v_debt, v_at, v_line, p.starts);
    v_at := greatest(v_at, p.starts);
    v_line := p.line;
  end loop;
  return quota.debt_1(v_debt, v_at, v_line, p_now);
end $$;
